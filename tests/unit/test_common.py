"""Environment, errors, metrics, telling: what the functions share."""

from __future__ import annotations

import base64
import gzip
import json

import boto3
import pytest
from botocore.exceptions import ConnectTimeoutError
from botocore.stub import Stubber

from common import notify
from common.environment import BadEnvironmentError, listed, unpacked
from common.failures import Meaning, may_have_acted, meaning
from common.metrics import emit_metric
from common.runtime import in_threads
from hook_handler.config import from_environment
from tests.support.environment import encode
from tests.support.planner.worlds import ENVIRONMENT, config
from tests.unit.client_errors import client_error


def packed(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content)).decode()


# Gzip's header and a block of a kind that deflate has not; and more brackets than Python reads.
DAMAGED = base64.b64encode(gzip.compress(b"")[:10] + b"\xff" * 20).decode()
DEEP = packed(b"[" * 100_000)


class TestEnvironment:
    # LOG_LEVEL is read at the door: test_log_level.py.
    @pytest.mark.parametrize("name", sorted(ENVIRONMENT.keys() - {"LOG_LEVEL"}))
    def test_every_variable_is_required_and_named_when_missing(self, name: str) -> None:
        with pytest.raises(BadEnvironmentError, match=name):
            from_environment({**ENVIRONMENT, name: ""})

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("REBOOT_AFTER_ATTACH", "yes"),
            ("REBOOT_DELAY_SECONDS", "-1"),
            ("RESOURCE_TAGS", "no json"),
            ("RESOURCE_TAGS", "[]"),
            ("RESOURCE_TAGS", '{"Name": 1}'),
        ],
    )
    def test_a_value_that_cannot_be_understood_is_named(self, name: str, value: str) -> None:
        with pytest.raises(BadEnvironmentError, match=name):
            config(**{name: value})

    def test_lists_and_tags_are_read(self) -> None:
        assert config().vips[0].security_group_ids == {"sg-1", "sg-2"}
        assert config().resource_tags == {"Name": "sbc-vip", "PersistentVnf": "sbc"}

    @pytest.mark.parametrize(
        ("value", "read"),
        [("none", ()), ("eipalloc-1", ("eipalloc-1",)), ("a,b", ("a", "b"))],
    )
    def test_a_list_may_be_empty_but_not_missing(self, value: str, read: tuple[str, ...]) -> None:
        """Lambda takes no empty value."""
        assert listed({"EIP_ALLOCATION_IDS": value}, "EIP_ALLOCATION_IDS") == read
        with pytest.raises(BadEnvironmentError, match="EIP_ALLOCATION_IDS"):
            listed({"EIP_ALLOCATION_IDS": ""}, "EIP_ALLOCATION_IDS")


class TestUnpacked:
    def test_what_terraform_packs_is_read(self) -> None:
        assert unpacked(encode([{"key": "core"}])) == [{"key": "core"}]

    @pytest.mark.parametrize(
        "value",
        ["", "no base64!", "AAAA", encode([1])[:-8], packed(b"["), packed(b"\xff"), DAMAGED, DEEP],
        ids=[
            "empty",
            "no base64",
            "no gzip",
            "cut short",
            "no JSON",
            "no UTF-8",
            "damaged",
            "deep",
        ],
    )
    def test_all_else_is_one_error(self, value: str) -> None:
        with pytest.raises(ValueError):  # noqa: PT011  (its sentence is the library's)
            unpacked(value)


class TestMeaning:
    @pytest.mark.parametrize(
        ("code", "message", "expected"),
        [
            ("InvalidSubnet.Conflict", "", Meaning.CHANGED),
            ("InvalidSubnetId.NotFound", "", Meaning.CHANGED),
            ("InvalidAttachmentID.NotFound", "", Meaning.CHANGED),
            ("DependencyViolation", "", Meaning.CHANGED),
            ("InvalidParameterValue", "Network interface is currently in use.", Meaning.CHANGED),
            ("InvalidParameterValue", "already has an interface attached at", Meaning.CHANGED),
            (
                "InvalidParameterValue",
                "There is no route defined for '10.0.0.0/8' in the route table.",
                Meaning.CHANGED,
            ),
            (
                "InvalidParameterValue",
                "Some of [10.16.10.21] addresses are not assigned to interface eni-1",
                Meaning.CHANGED,
            ),
            ("InvalidCidrBlock.InUse", "", Meaning.CHANGED),
            ("InvalidParameterValue", "Value for parameter availabilityZone", Meaning.ZONE),
            ("InvalidParameterValue", "invalid value for parameter address", Meaning.FINAL),
            (
                "InvalidInstanceID",
                "The terminated instance is not in a valid state",
                Meaning.CHANGED,
            ),
            ("AuthFailure", "", Meaning.UNSURE),
            ("UnrecognizedClientException", "", Meaning.UNSURE),
            ("RequestLimitExceeded", "", Meaning.BUSY),
            ("Throttling", "Rate exceeded", Meaning.BUSY),
            ("SubnetLimitExceeded", "", Meaning.FINAL),
            ("UnauthorizedOperation", "", Meaning.FINAL),
            ("SomethingNew", "", Meaning.FINAL),
        ],
    )
    def test_of_a_code(self, code: str, message: str, expected: Meaning) -> None:
        assert meaning(client_error(code, message)) is expected

    @pytest.mark.parametrize(
        ("code", "status", "expected"),
        [
            ("UnauthorizedOperation", 403, False),
            ("RequestLimitExceeded", 503, False),
            ("InternalError", 500, True),
        ],
    )
    def test_a_refusal_is_no_act_and_an_error_of_awss_own_may_be(
        self, code: str, status: int, expected: bool
    ) -> None:
        assert may_have_acted(client_error(code, status=status)) is expected
        assert may_have_acted(ConnectTimeoutError(endpoint_url="https://example.com"))

    def test_of_an_outage(self) -> None:
        assert meaning(client_error("Whatever", status=503)) is Meaning.BUSY
        assert meaning(ConnectTimeoutError(endpoint_url="https://example.com")) is Meaning.BUSY


def test_calls_side_by_side_keep_their_order_and_their_errors() -> None:
    refusal = client_error("IncorrectState")

    def refused() -> None:
        raise refusal

    assert in_threads([lambda: 1, refused, lambda: 3]) == [1, refusal, 3]


class TestTelling:
    def test_a_metric_is_one_emf_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        named = {"Name": "sbc", "Vip": "core"}
        emit_metric("PersistentVnf", named, 12.5, {"HealSeconds": 41.2, "Takeovers": 1})
        line = json.loads(capsys.readouterr().out)
        assert (line["Name"], line["Vip"]) == ("sbc", "core")
        assert (line["HealSeconds"], line["Takeovers"]) == (41.2, 1)
        assert line["_aws"]["Timestamp"] == 12500
        (directive,) = line["_aws"]["CloudWatchMetrics"]
        assert directive["Dimensions"] == [["Name", "Vip"]]
        assert {"Name": "HealSeconds", "Unit": "Seconds"} in directive["Metrics"]
        assert {"Name": "Takeovers", "Unit": "Count"} in directive["Metrics"]

    def test_a_metric_may_be_stored_by_the_second(self, capsys: pytest.CaptureFixture[str]) -> None:
        emit_metric("PersistentVnf", {"Name": "sbc"}, 1, {"CheckPassed": 1}, by_the_second=True)
        line = json.loads(capsys.readouterr().out)
        (directive,) = line["_aws"]["CloudWatchMetrics"]
        stored = {"Name": "CheckPassed", "Unit": "Count", "StorageResolution": 1}
        assert directive["Metrics"] == [stored]

    def test_a_subject_is_cut_to_what_sns_takes(self) -> None:
        sns = boto3.client("sns", region_name="eu-west-1")
        with Stubber(sns) as stub:
            sent = {"TopicArn": "arn", "Subject": "x" * 100, "Message": "body"}
            stub.add_response("publish", {"MessageId": "1"}, sent)
            assert notify.email(sns, "arn", "x" * 200, "body") is True
            stub.assert_no_pending_responses()

    def test_a_message_that_cannot_be_sent_is_logged_whole_and_not_raised(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        sns = boto3.client("sns", region_name="eu-west-1")
        with Stubber(sns) as stub:
            stub.add_client_error("publish", "AuthorizationError")
            assert notify.email(sns, "arn", "subject", "its body") is False
        (record,) = (each for each in caplog.records if each.levelname == "ERROR")
        assert record.message == "notification not sent"
        assert record.__dict__["body"] == "its body"
