"""What the proof of work costs: the server to make a riddle and to check an answer, a machine without a browser to find one."""

import base64
import json
import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingting.settings")


def cost(act, n):
    """Milliseconds of processor time that one takes, on the average of n."""
    began = time.process_time()
    for _ in range(n):
        act()
    return (time.process_time() - began) / n * 1000


def main():
    django.setup()
    import altcha

    from qingting.voices import proof

    made = altcha.Challenge.from_dict(proof.challenge())
    solution = altcha.solve_challenge(made)
    given = base64.b64encode(json.dumps(altcha.Payload(made, solution).to_dict()).encode()).decode()

    def check():
        keys = proof.key("challenge"), proof.key("answer")
        assert altcha.verify_solution(given, keys[0], hmac_key_secret=keys[1]).verified

    print(f"making a riddle     {cost(proof.challenge, 500):8.2f} ms")
    print(f"checking an answer  {cost(check, 500):8.2f} ms")
    each = cost(lambda: altcha.solve_challenge(altcha.Challenge.from_dict(proof.challenge())), 10)
    print(f"finding one         {each:8.0f} ms, of one core of this machine and without a browser")


if __name__ == "__main__":
    main()
