"""Search over 1,000,000 matters: python bench/search.py [how many], on SQLite and on PostgreSQL.

The texts are made at run time and not kept: their sentences are drawn from the real messages in
../shared/data/residents-messages where these are there, else from the words of a list below.
Words to look for are drawn from the texts; what is found is compared with a plain scan of all of them.
"""

import csv
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
MESSAGES = ROOT.parent / "shared/data/residents-messages/messages-labelled-7368.csv"
TIMES = 25  # that each query is asked

# Common words first; the n-th is drawn n times less often than the first.
WORDS = """的 建议 问题 我们 小区 居民 解决 部门 希望 加强 群众 管理 道路 社区 建设 工作 有关 影响 安全 街道 学校 改造 老人
停车 环境 垃圾 车辆 设施 服务 路灯 交通 公园 河道 排水 污水 物业 电梯 充电桩 幼儿园 菜市场 公交车 卫生 绿化 噪音 养老
施工 规划 房屋 孩子 医院 就业 培训 农村 村民 水库 防汛 消防 监控 路口 红绿灯 斑马线 人行道 盲道 无障碍 托育 教师 补贴
企业 贷款 审批 税收 商户 夜市 油烟 扬尘 湖泊 渔业 灌溉 稻田 果园 冷链 快递 电商 直播 博物馆 图书馆 非遗 戏曲 篮球场
健身器材 共享单车 电动自行车 充电站 高架桥 隧道 轻轨 渡口 码头 堤坝 泵站 化粪池 窨井盖 广告牌 违章建筑 危房 棚户区
公积金 医保 低保 残疾人 退役军人 志愿者 网格员 调解 普法 法律援助 公证 信访 巡查 督办 通报 台账 公示 听证 预算 审计""".split()


def sentences(chance):
    """Pieces of text of five to sixty characters."""
    if MESSAGES.exists():
        with MESSAGES.open(encoding="utf-8-sig", newline="") as file:
            whole = [row["title"] + "，" + row["detail"] for row in csv.DictReader(file)]
        pieces = [piece.strip() for text in whole for piece in text.replace("。", "，").split("，")]
        return sorted({piece for piece in pieces if 5 <= len(piece) <= 60})
    print(f"{MESSAGES} is not here: the texts are drawn from a list of words.", flush=True)
    weights = [1 / n for n in range(1, len(WORDS) + 1)]
    return sorted({"".join(chance.choices(WORDS, weights, k=chance.randint(3, 9))) for _ in range(60_000)})


def texts(n):
    """Title and text of each matter; about 120 characters, always the same for the same n."""
    chance = random.Random(2023)
    pieces = sentences(chance)
    for _ in range(n):
        yield chance.choice(pieces)[:60], "，".join(chance.choices(pieces, k=chance.randint(4, 10))) + "。"


class Corpus:
    """The same texts in memory, to be scanned plainly."""

    def __init__(self, n):
        self.texts = [f"{title}\n{text}" for title, text in texts(n)]

    def hits(self, word):
        """The keys of the matters with this word, newest first."""
        return [key for key in range(len(self.texts), 0, -1) if word in self.texts[key - 1]]

    def words(self):
        """Words of 2, 3 and 5 characters in three classes: the class, the word, and the keys of its hits."""
        chance, most = random.Random(7), len(self.texts)
        for length in (2, 3, 5):
            wanted = {"rare": 4, "common": 4, "absent": 4}
            while any(wanted.values()):
                text = chance.choice(self.texts)
                at = chance.randrange(max(1, len(text) - length))
                word = text[at : at + length]
                if not all("\u4e00" <= character <= "\u9fff" for character in word) or len(word) < length:
                    continue
                if wanted["absent"] and not wanted["common"] and not wanted["rare"]:
                    word = "".join(chance.sample(word, length))  # common characters, as hard as an absent word can be
                hits = self.hits(word)
                kind = (
                    "absent"
                    if not hits
                    else "rare"
                    if len(hits) < most / 1000
                    else "common"
                    if len(hits) > most / 100
                    else ""
                )
                if length == 5 and most / 1000 <= len(hits):
                    kind = "common"  # five characters are seldom commoner
                if kind and wanted[kind]:
                    wanted[kind] -= 1
                    yield f"{length}, {kind}", word, hits


def load(n):
    """A congress with an office that sees all, 200 departments (one with 40,000 matters, one with 5,000), 5,000 deputies."""
    from django.core.management import call_command
    from django.db import connection

    from qingting.organs.models import Organ, Person, Post, Role
    from qingting.search.index import rebuild, standing
    from qingting.suggestions.models import Suggestion

    call_command("migrate", verbosity=0)
    congress = Organ.objects.create(name="示例市人大", kind=Organ.Kind.CONGRESS)
    organs = [
        Organ.objects.create(name=f"示例部门{i}", kind=Organ.Kind.DEPARTMENT, parent=congress) for i in range(201)
    ]
    people = Person.objects.bulk_create(
        [Person(name=f"示例{i}", congress=congress, invented=True) for i in range(5000)]
    )
    deputy = Post.objects.create(person=people[0], organ=congress, role=Role.DEPUTY, since=date(2020, 1, 1))
    clerks = [
        Post.objects.create(person=people[1 + i], organ=organs[i], role=Role.CLERK, since=date(2020, 1, 1))
        for i in range(3)
    ]

    def department(i):
        return organs[1] if i % 25 == 0 else organs[2] if i % 200 == 1 else organs[3 + i % 198]

    def rows():
        for i, (title, text) in enumerate(texts(n), start=1):
            its = Suggestion(
                pk=i, id=i, congress=congress, number=f"建议{i // 10_000}-{i % 10_000:04d}", kind="suggestions.suggestion", title=title,
                state="closed", keeper=organs[0], filed_on=date(2020, 1, 1) + timedelta(i % 1000), text=text, lead=people[i % 5000],
            )  # fmt: skip
            yield (
                its,
                [
                    f"organ:{organs[0].pk}:clerk",
                    f"organ:{department(i).pk}:clerk",
                    f"person:{people[i % 5000].pk}:deputy",
                ],
            )

    with connection.cursor() as cursor:
        for name, table in standing(connection).items():
            cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
    began, batch = time.perf_counter(), []
    for row in rows():
        batch.append(row)
        if len(batch) == 20_000:
            write(batch)
            batch = []
    write(batch)
    loaded = time.perf_counter()
    rebuild()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    print(
        f"{connection.vendor}: {n:,} matters loaded in {loaded - began:.0f} s, indexed in {time.perf_counter() - loaded:.0f} s",
        flush=True,
    )
    return {
        "sees all": clerks[0],
        f"sees {n // 25:,}": clerks[1],
        f"sees {n // 200:,}": clerks[2],
        f"sees {n // 5000:,}": deputy,
    }


def write(batch):
    from django.db import connection, transaction

    from qingting.docket.models import Matter
    from qingting.suggestions.models import Suggestion

    tables = {}
    for model in (Matter, Suggestion):
        fields = model._meta.local_concrete_fields
        values = [
            [field.get_db_prep_save(getattr(its, field.attname), connection) for field in fields]
            for its, _hats in batch
        ]
        tables[model._meta.db_table] = [field.column for field in fields], values
    parts = [[its.pk, hat, its.kind, its.state, ""] for its, worn in batch for hat in worn]
    tables["docket_part"] = ["matter_id", "hat", "kind", "state", "turn"], parts
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, values) in tables.items():
            names = ", ".join(f'"{column}"' for column in columns)
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in values:
                        copy.write_row(row)
            else:
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})", values)


def measure(n):
    import django

    django.setup()
    from django.db import connection

    from qingting.docket.models import Part
    from qingting.organs.models import Organ
    from qingting.search.alike import alike
    from qingting.search.find import found
    from qingting.search.words import Query

    actors = load(n)
    congress = Organ.objects.get(kind=Organ.Kind.CONGRESS)
    corpus = Corpus(n)
    seen = {
        name: set(Part.objects.filter(hat__in=post.hats).values_list("matter_id", flat=True))
        for name, post in actors.items()
    }
    processes = [os.getpid()]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            processes += cursor.fetchone()
    where = f"{platform.platform()}, {os.cpu_count()} CPUs, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    print(
        f"{where}\n\n| {connection.vendor} | length, class | p50 ms | p99 ms | CPU ms | recall |\n|---|---|---|---|---|---|",
        flush=True,
    )
    Query.of("先读词典")  # a worker reads the dictionary once, with its first query
    asked = {}
    for kind, word, hits in corpus.words():
        asked.setdefault(kind, []).append((word, hits))
    for name, post in actors.items():
        for kind, words in asked.items():
            spent, missed, due = [], 0, 0
            for word, hits in words:
                spent += [timed(lambda: found(Query.of(word), [post]), processes) for _ in range(TIMES)]  # noqa: B023
                missing, of = recall(found, Query.of(word), post, [key for key in hits if key in seen[name]])
                missed, due = missed + missing, due + of
            print(f"| {name} | {kind} | {told(spent)} | {due - missed:,} of {due:,} |", flush=True)
        drafts = corpus.texts[:: n // 40]
        spent = [timed(lambda: alike(congress, draft[:400], [post]), processes) for draft in drafts]  # noqa: B023
        print(f"| {name} | what is like a draft | {told(spent)} | |", flush=True)


def timed(act, processes):
    """Milliseconds of the clock and of these processes."""
    began, busy = time.perf_counter(), used(processes)
    act()
    return 1000 * (time.perf_counter() - began), 1000 * (used(processes) - busy)


def told(spent):
    walls, cpus = zip(*spent, strict=True)
    return f"{median(walls):.1f} | {quantiles(walls, n=100)[98]:.1f} | {sum(cpus) / len(cpus):.1f}"


def recall(found, query, post, hits):
    """How many of the hits of the scan are missing from the pages (no more than ten), of how many that belong on them."""
    shown, after = set(), None
    for _ in range(10):
        page = found(query, [post], after)
        shown |= set(page.keys)
        if not page.more:
            break
        after = page.keys[-1]
    due = {key for key in hits if not page.more or key >= min(shown)}
    return len(due - shown), len(due)


def used(processes):
    """Seconds of CPU of these processes; of other ones the kernel tells in hundredths."""
    import psutil

    return time.process_time() + sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in processes[1:])


def main(n="1000000"):
    from ops.postgres import throwaway

    with tempfile.TemporaryDirectory(prefix="qingting-bench-") as folder:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "qingting.settings", "VAR": folder}
        environment.pop("DATABASE_URL", None)
        engines = os.environ.get("ENGINES", "sqlite postgresql").split()
        if "sqlite" in engines:
            subprocess.run([sys.executable, __file__, "measure", n], env=environment, check=True)
        if "postgresql" in engines:
            with throwaway() as url:
                subprocess.run(
                    [sys.executable, __file__, "measure", n], env=environment | {"DATABASE_URL": url}, check=True
                )


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure(int(sys.argv[2]))
    else:
        main(*sys.argv[1:])
