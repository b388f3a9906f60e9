"""A hand at the console that detaches the VIP's interface from a guest that runs."""

from __future__ import annotations

from botocore.exceptions import ClientError

from tools.verify_aws.aws import code_of
from tools.verify_aws.moments import Moment, first
from tools.verify_aws.stage import Stage
from tools.verify_aws.watch import Look


def detached(stage: Stage) -> None:
    """Asks how long a detachment takes, and what a second one is answered meanwhile."""
    holder, attachment = stage.holder(), stage.attachment()
    asked = detach(stage, attachment)
    _again(stage, attachment)

    def let_go(look: Look) -> bool:
        """Gone, or already attached anew by the audit."""
        return look.interface is None or look.interface.attachment_id != attachment

    stage.watch.until("the detachment", let_go)
    stage.watch.until("the repair", lambda look: look.holder == holder)
    looks = stage.watch.since(asked.after)
    stage.answers.lasted("detach", asked, first(looks, let_go))
    stage.finish("interface detached by hand", asked, None, holder, looks)


def detach(stage: Stage, attachment: str) -> Moment:
    """Returns when the call was made. Raises ClientError when AWS refuses."""
    before = stage.clock.now()
    stage.aws.ec2.detach_network_interface(AttachmentId=attachment)
    return Moment(before, stage.clock.now())


def _again(stage: Stage, attachment: str) -> None:
    try:
        detach(stage, attachment)
    except ClientError as error:
        stage.answers.found("detach_again", observed=False, code=code_of(error))
    else:
        stage.answers.found("detach_again", observed=True)
