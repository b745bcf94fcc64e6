"""Two hundred cards with codes as PDF, on twenty sheets: `python bench/cards.py`. The bound is two seconds."""

import os
import time

CARDS, ROUNDS = 200, 3


def cards(drawn):
    """Invented cards, each with an address of its own."""
    return [
        {
            "name": "陈望舒",
            "office": ["武汉市青山区人民代表大会", "第16届代表"],
            "mark": "示例",
            "where": f"红钢城第{n}选区",
            "station": "红钢城街道代表联络站",
            "code": drawn(f"https://qingting.example.gov.cn/c/{n + 1}-abcdefghijklmnop/"),
        }
        for n in range(CARDS)
    ]


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "qingting.settings"
    import django

    django.setup()
    from qingting.stations.printing import drawn, printed  # which wants all of it set up

    print(f"{'round':>5} {'codes, s':>9} {'sheets, s':>10} {'together, s':>12} {'kB':>6}")
    for n in range(ROUNDS):
        begun = time.perf_counter()
        said = {"title": "代表卡", "scan": "扫一扫，说给代表听", "check": "扫开会写明核验了什么", "cards": cards(drawn)}
        coded = time.perf_counter()
        pdf = printed("cards.typ", [], said)
        ended = time.perf_counter()
        print(f"{n + 1:>5} {coded - begun:>9.2f} {ended - coded:>10.2f} {ended - begun:>12.2f} {len(pdf) // 1000:>6}")


if __name__ == "__main__":
    main()
