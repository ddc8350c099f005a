"""A queue sent again and again, in any order and at once: one answer, one ballot a sheet."""

import random
from collections.abc import Sequence
from threading import Barrier, Thread

import pytest
from django.db import connection

from budgeting.models import Council, User
from tests.voting import booth, desk, stacks
from tests.voting.phones import Phone, as_jpeg, code_of
from voting.models import DeviceScan, Envelope, Scan
from voting.services.devices_receiving import Answer, Sent
from voting.services.devices_report import report_of

SHEETS = 12
AT_ONCE = 100  # sheets of which the pictures are in memory


def filled_phone(council: Council, by: User, count: int = SHEETS) -> Phone:
    """A phone on which `count` sheets were scanned in a hall, small pictures of real sheets."""
    edition = booth.open_now(of=council)
    phone = Phone(edition, by, clock=desk.WALL)
    for first in range(0, count, AT_ONCE):
        marks = [[str(at % 4 + 1)] for at in range(first, min(first + AT_ONCE, count))]
        batch, pages = stacks.stack(edition, *marks)
        for number, (page, (project,)) in enumerate(zip(pages, marks, strict=True)):
            photo = as_jpeg(page.resize((1240, 1754)), 60)
            phone.scan(code_of(edition, batch, number), [project], photo)
    return phone


def sent_thrice(phone: Phone, seed: int = 6) -> list[tuple[Sent, Answer]]:
    """Everything in the queue three times, in an order that the seed draws."""
    queue = [*phone.queue] * 3
    random.Random(seed).shuffle(queue)
    return [(sent, phone.send(sent)) for sent in queue]


@pytest.mark.django_db(transaction=True)
def test_a_queue_sent_three_times_in_any_order_counts_each_sheet_once(
    council: Council, facilitator: User
) -> None:
    phone = filled_phone(council, facilitator)
    answers: dict[int, set[Answer]] = {}
    for sent, answer in sent_thrice(phone):
        answers.setdefault(sent.sequence, set()).add(answer)
    assert {len(told) for told in answers.values()} == {1}
    assert {answer.code for told in answers.values() for answer in told} == {"ok"}
    for rows in (DeviceScan, Scan, Envelope):
        assert rows.objects.count() == SHEETS
    report = report_of(phone.device)
    assert (report.received, report.missing) == (SHEETS, ())


def at_once(phone: Phone, sent: Sequence[Sent]) -> list[Answer]:
    """Hand these over in as many threads at the same moment."""
    start, answers = Barrier(len(sent)), []

    def one(scan: Sent) -> None:
        try:
            start.wait()
            answers.append(phone.send(scan))
        finally:
            connection.close()

    threads = [Thread(target=one, args=(scan,)) for scan in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_scan_twice_at_one_moment_is_one_row_with_one_answer(
    council: Council, facilitator: User
) -> None:
    phone = filled_phone(council, facilitator, count=2)
    answers = at_once(phone, [*phone.queue, *phone.queue])
    assert [answer.code for answer in answers] == ["ok"] * 4
    assert DeviceScan.objects.count() == Scan.objects.count() == Envelope.objects.count() == 2
