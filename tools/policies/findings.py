"""What is wrong with a policy, as a sentence and as the words it can be excused by."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """``subject`` is what the rule is about: a type of resource, an ARN, a key, another action."""

    rule: str
    policy: str
    sid: str
    action: str
    subject: str
    said: str

    def __str__(self) -> str:
        where = ", ".join(each for each in (self.policy, self.sid, self.action) if each)
        return f"{where}: {self.said} [{self.rule}]"
