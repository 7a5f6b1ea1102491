"""What a number of the model is: path, default, unit, range, evidence grade, source, meaning.

Grades: R read in the source, C computed from public tables, K-high / K-medium / K-low known literature by
confidence, M a modelling choice without a source. The range is where the truth may lie; sensitivity tools use it.
"""

from dataclasses import dataclass

GRADES = ("R", "C", "K-high", "K-medium", "K-low", "M")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of the model. `path` is `group.name`; `name` is the field in the compiled record."""

    path: str
    default: float
    unit: str
    low: float
    high: float
    grade: str
    source: str
    meaning: str

    @property
    def name(self) -> str:
        """Field name in the compiled record: `language.steepness` is `language_steepness`, a lever is bare."""
        return self.path.removeprefix("policy.").replace(".", "_")
