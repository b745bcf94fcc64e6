"""The second opinion: only masked text leaves, only to an address that may be asked, and only a category of ours comes back."""

import json
import logging
import socket
import ssl
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from qingting.triage import adviser, outbound
from qingting.triage.models import Category
from qingting.triage.outbound import Unanswered, post

LAMP = "市政和城市管理/市政设施/路灯照明"
SAID = ("路灯不亮", "老街口一排路灯都灭了，晚上看不见路。")


def completion(content) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def naming(path) -> bytes:
    return completion(json.dumps({"category": path}))


class Above:
    """The model of a higher level: what it was asked, and what it answers."""

    def __init__(self):
        self.asked, self.paths, self.sent = [], [], 0  # bytes of its answer
        self.status, self.headers, self.body, self.pause, self.tells_its_length = 200, {}, naming(LAMP), 0, True
        above = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                above.paths.append(self.path)
                body = self.rfile.read(int(self.headers["Content-Length"]))
                above.asked.append((dict(self.headers), json.loads(body)))
                self.send_response(above.status)
                for name, value in above.headers.items():
                    self.send_header(name, value)
                if above.tells_its_length:
                    self.send_header("Content-Length", str(len(above.body)))
                self.end_headers()
                piece = 200 if above.pause else outbound.MOST
                with suppress(OSError):  # whoever asked has gone
                    for at in range(0, len(above.body), piece):
                        above.sent += piece
                        self.wfile.write(above.body[at : at + piece])
                        sleep(above.pause)

            do_GET = do_POST

            def log_message(self, *_said):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}/v1/chat/completions"


@contextmanager
def serving(above):
    Thread(target=above.server.serve_forever, args=[0.01], daemon=True).start()
    try:
        yield above
    finally:
        above.server.shutdown()
        above.server.server_close()


@pytest.fixture
def above(settings):
    """One that stands in this machine, which the place has named."""
    with serving(Above()) as model:
        settings.TRIAGE_ENDPOINT, settings.TRIAGE_HOSTS = model.url, ["127.0.0.1"]
        settings.TRIAGE_MODEL, settings.TRIAGE_KEY = "large", "a key"
        yield model


@pytest.fixture
def unconnected(monkeypatch):
    """Nothing is connected to; what would have been is noted."""
    tried = []

    def connect(address, *_more):
        tried.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    return tried


@pytest.fixture
def resolves(monkeypatch):
    """A name that leads to these addresses, whatever it is."""
    return lambda *found: monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, **_how: [(0, 0, 0, "", (address, port)) for address in found]
    )


# ---- What is asked, and of what


def test_off_unless_a_place_names_one(planted, unconnected):
    assert not adviser.is_on() and adviser.ask(planted.congress, *SAID) is None and unconnected == []


def test_one_of_our_categories_and_its_organ_come_back_and_nobody_asks_twice(planted, above):
    assert adviser.kept(planted.congress, *SAID) is None
    advice = adviser.ask(planted.congress, *SAID)
    assert (advice.category, advice.organ) == (LAMP, "城市管理执法局")
    assert adviser.ask(planted.congress, *SAID) == adviser.kept(planted.congress, *SAID) == advice
    ((headers, asked),) = above.asked
    assert above.paths == ["/v1/chat/completions"] and headers["Authorization"] == "Bearer a key"
    assert headers["Host"] == f"127.0.0.1:{above.port}" and asked["model"] == "large"
    assert LAMP in asked["messages"][0]["content"].splitlines() and "路灯都灭了" in asked["messages"][1]["content"]


def test_what_a_given_up_category_was_called_is_neither_offered_nor_taken(planted, above, category):
    Category.objects.filter(pk=category("市政设施").pk).update(active=False)
    assert adviser.ask(planted.congress, *SAID) is None
    assert "路灯照明" not in above.asked[0][1]["messages"][0]["content"]


def test_only_masked_text_leaves(planted, above):
    who = "我叫王建国，电话13812345678，身份证110101199003070011，住在老街3栋2单元501室，微信号wangjianguo88，邮箱wang@example.com"
    adviser.ask(planted.congress, f"{SAID[0]}，请打13987654321", f"{SAID[1]}{who}，车牌鄂A12345。")
    left = json.dumps(above.asked, ensure_ascii=False)
    secrets = "王建国 13812345678 110101199003070011 501 wangjianguo88 wang@ A12345 13987654321"
    assert [secret for secret in secrets.split() if secret in left] == [] and "电话已隐去" in left


def test_a_number_is_hidden_whole_where_the_text_is_cut(planted, above):
    adviser.ask(planted.congress, "", "灯" * (adviser.LONGEST - 6) + "13812345678")
    assert "138" not in above.asked[0][1]["messages"][1]["content"]
    assert len(above.asked[0][1]["messages"][1]["content"]) <= adviser.LONGEST


@pytest.mark.parametrize(
    "danger", ["有人要跳楼", "局长受贿", "法院判决不公", "邻居被打伤", "村委会换届贿选", "我被诈骗了"]
)
def test_what_is_held_is_never_asked_about(planted, above, danger):
    assert adviser.ask(planted.congress, danger, "请处理") is None and above.asked == []


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"\0\xff", b"[]", b"null", b"{}", b'{"choices": []}', b'{"choices": {"0": 1}}', b"[" * 60_000, completion(None), completion(LAMP),
        completion(f'```json\n{{"category": "{LAMP}"}}\n```'), naming("没有的分类"), naming(None), naming([LAMP]), naming("路灯照明"),
        completion("[]"), completion("{}"), completion("[" * 20_000), completion(json.dumps({"category": LAMP, "organ": "水利局"})),
        completion(json.dumps([LAMP])), naming(LAMP) + b" " * outbound.MOST,
    ],
)  # fmt: skip
def test_anything_but_one_category_is_ignored_with_a_line_in_the_log(planted, above, answer, caplog):
    above.body = answer
    with caplog.at_level(logging.WARNING):
        assert adviser.ask(planted.congress, *SAID) is None
    assert len(above.asked) == 1 and "gave no advice" in caplog.text
    assert "路灯" not in caplog.text and "a key" not in caplog.text and LAMP not in caplog.text
    assert adviser.kept(planted.congress, *SAID) is None


@pytest.mark.parametrize("status", [201, 204, 400, 401, 404, 429, 500])
def test_only_200_is_an_answer(planted, above, status):
    above.status = status
    assert adviser.ask(planted.congress, *SAID) is None


# ---- Where it may ask


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(planted, above, status):
    above.status, above.headers = status, {"Location": above.url.replace("/v1/", "/elsewhere/")}
    assert adviser.ask(planted.congress, *SAID) is None and above.paths == ["/v1/chat/completions"]


def test_no_proxy_is_followed(planted, above, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert adviser.ask(planted.congress, *SAID)


@pytest.mark.parametrize("tells_its_length", [True, False])
def test_an_answer_that_trickles_is_cut_off(planted, above, monkeypatch, tells_its_length):
    """Also where its beginning, by itself, could be read."""
    monkeypatch.setattr(outbound, "SECONDS", 0.3)
    above.pause, above.tells_its_length = 0.05, tells_its_length  # a pause is never so long as the time-out of a socket
    above.body += b" " * 20_000
    assert adviser.ask(planted.congress, *SAID) is None and len(above.asked) == 1
    assert 0 < above.sent < len(above.body)  # nobody waited for the end of it


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://localhost/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://0.0.0.0/",
        "https://[::]/", "https://10.0.0.8/", "https://172.16.3.4/", "https://192.168.1.1/", "https://100.64.0.1/", "https://169.254.169.254/",
        "https://[fe80::1]/", "https://[fd00::1]/", "https://224.0.0.1/", "https://[64:ff9b::a00:8]/", "https://[2002:a00:8::]/",
        "http://1.1.1.1/", "ftp://1.1.1.1/", "file:///etc/passwd", "gopher://1.1.1.1/", "//1.1.1.1/", "1.1.1.1", "", "https://", "https:///v1",
        "https://1.1.1.1:99999/", "https://1.1.1.1:x/", "https://[1.1.1.1/", "https://me:word@1.1.1.1/", "https://a..b/", f"https://{'a' * 70}/",
    ],
)  # fmt: skip
def test_what_stands_inside_the_house_is_not_asked(url, unconnected):
    with pytest.raises(Unanswered):
        post(url, b"", {}, [])
    assert unconnected == []


@pytest.mark.parametrize(
    "found", [["10.1.2.3"], ["127.0.0.1"], ["169.254.169.254"], ["::1"], ["1.1.1.1", "10.1.2.3"], ["fe80::1%eth0"]]
)
def test_a_name_that_leads_into_the_house_is_not_asked(found, resolves, unconnected):
    resolves(*found)
    with pytest.raises(Unanswered):
        post("https://model.example/", b"", {}, [])
    assert unconnected == []


def test_what_was_looked_at_is_what_is_connected_to(resolves, unconnected):
    """A name that leads elsewhere a moment later leads nobody astray: it is resolved once."""
    resolves("1.1.1.1", "2606:4700:4700::1111")
    with pytest.raises(Unanswered):
        post("https://model.example/", b"", {}, [])
    assert unconnected == ["1.1.1.1", "2606:4700:4700::1111"]


def test_a_named_host_may_stand_in_our_own_network(resolves, unconnected):
    resolves("10.1.2.3")
    for url in ("https://model.example/", "http://Model.Example:8000/"):
        with pytest.raises(Unanswered, match="no connection"):
            post(url, b"", {}, ["Model.example"])
    assert unconnected == ["10.1.2.3"] * 2


@pytest.mark.parametrize("found", ["169.254.169.254", "::ffff:169.254.169.254", "0.0.0.0", "224.0.0.1"])
def test_even_a_named_host_is_not_what_tells_a_clouds_secrets(found, resolves, unconnected):
    resolves(found)
    with pytest.raises(Unanswered):
        post("http://model.example/", b"", {}, ["model.example"])
    assert unconnected == []


@pytest.mark.parametrize("wrong", ["a\r\nX-Other: b", "密钥"])
def test_a_key_that_cannot_be_sent_breaks_nothing(planted, above, settings, wrong):
    settings.TRIAGE_KEY = wrong
    assert adviser.ask(planted.congress, *SAID) is None and above.asked == []


# ---- TLS


@pytest.fixture
def certified(tmp_path):
    """One behind TLS, whose certificate nobody knows; and the file by which it is known."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .add_extension(x509.BasicConstraints(True, None), True)
        .sign(key, hashes.SHA256())
    )
    pem, file = serialization.Encoding.PEM, tmp_path / "certificate.pem"
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(certificate.public_bytes(pem))
    both = tmp_path / "both.pem"
    both.write_bytes(private + certificate.public_bytes(pem))
    model, tls = Above(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(both)
    model.server.socket = tls.wrap_socket(model.server.socket, server_side=True)
    model.server.handle_error = lambda *_who: None  # a handshake that was broken off
    with serving(model):
        yield model, file


def test_only_a_certificate_that_is_known_is_believed(certified, monkeypatch):
    model, file = certified
    url = f"https://localhost:{model.port}/v1"
    with pytest.raises(Unanswered, match="SSLCertVerificationError"):
        post(url, b"{}", {}, ["localhost"])
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    assert post(url, b"{}", {}, ["localhost"]) == model.body
    with pytest.raises(Unanswered, match="SSLCertVerificationError"):  # it is of another name
        post(url.replace("localhost", "127.0.0.1"), b"{}", {}, ["127.0.0.1"])
    assert len(model.asked) == 1
