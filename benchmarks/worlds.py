"""The worlds that the benchmarks run."""

from __future__ import annotations

from typing import Any

LANGUAGES = ("eng", "fra", "spa", "kor")


def invented(nations: int, officers: int, months: int, **policy: float) -> dict[str, Any]:
    """A scenario of equal invented nations; `officers` in each cadre; months counted from January 1980."""
    names = [f"X{chr(65 + k // 26)}{chr(65 + k % 26)}" for k in range(nations)]
    last = 1980 * 12 + months - 1
    return {
        "title": f"{nations} nations of {officers} officers for {months} months",
        "period": {"start": "1980-01", "end": f"{last // 12}-{last % 12 + 1:02d}"},
        "people_per_agent": 1,
        "cadre_share": 0.2,
        "nations": {
            "invented": {
                name: {
                    "name": name,
                    "armed_forces": officers * 5,
                    "military_expenditure_usd": officers * 2.5e5,
                    "capability_index": 1.0 / nations,
                    "languages": {LANGUAGES[k % 4]: {"mother": 0.9}, LANGUAGES[(k + 1) % 4]: {"second": 0.3}},
                    "protocol": {"command_style": 0.2 + 0.6 * (k % 5) / 4, "doctrine": 0.3 + 0.4 * (k % 3) / 2},
                    "alignment": 1.0 - 2.0 * (k % 7) / 6,
                }
                for k, name in enumerate(names)
            }
        },
        "pacts": [{"nations": [names[k], names[k + 1]], "since": "1970-01"} for k in range(0, nations - 1, 2)],
        "policy": policy,
    }
