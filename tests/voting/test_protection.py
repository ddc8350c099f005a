"""Public pages of the vote: how it is protected, and the list of receipts after the close."""

import pytest
from django.test import Client

from budgeting.models import Edition
from tests.triggers import lifted
from tests.voting.booth import Booth, close, code_for, open_now, text_of
from voting.codes import grouped
from voting.models import BallotBox, Receipt, Trustee
from voting.services.closing import close_voting
from voting.views import public

pytestmark = pytest.mark.django_db


def closed_with_two_votes() -> Edition:
    edition = open_now()
    booth = Booth()
    code = code_for(edition)
    booth.vote(code, 1)
    booth.vote(code, 2)
    close(edition)
    close_voting(Edition.objects.get(pk=edition.pk))
    return Edition.objects.get(pk=edition.pk)


def address(edition: Edition, name: str = "receipts/") -> str:
    return f"/nl/c/{edition.address}/{name}"


def test_the_page_says_what_is_not_promised_and_who_holds_the_key() -> None:
    edition = open_now()
    weak = text_of(Client().get("/en/protection/"))
    assert "What we do not promise" in weak
    assert "The key lies on the server" in weak
    with lifted():
        BallotBox.objects.update(held_by_server=False, threshold=2)
        for index, name in enumerate(("Ann", "Bea", "Cor"), start=1):
            Trustee.objects.create(
                box=edition.box, index=index, name=name, share_digest=f"sha256:{index}"
            )
    strong = text_of(Client().get("/en/protection/"))
    assert "2 of 3" in strong
    assert "Ann, Bea, Cor" in strong


def test_the_page_needs_no_vote_to_exist() -> None:
    assert Client().get("/nl/protection/").status_code == 200


def test_receipts_are_public_after_the_close_also_the_replaced_ones() -> None:
    edition = closed_with_two_votes()
    receipts = sorted(Receipt.objects.values_list("receipt", flat=True))
    assert len(receipts) == 2
    page = text_of(Client().get(address(edition)))
    assert [page.index(grouped(receipt)) for receipt in receipts]
    listed = Client().get(address(edition, "receipts.txt"))
    assert text_of(listed).split() == [grouped(receipt) for receipt in receipts]


def test_before_the_close_not_even_their_number_is_told() -> None:
    edition = open_now()
    empty = text_of(Client().get(address(edition)))
    Booth().vote(code_for(edition), 1)
    assert text_of(Client().get(address(edition))) == empty
    refused = Client().get(address(edition, "receipts.txt"))
    assert refused.status_code == 400
    assert Receipt.objects.get().receipt not in text_of(refused)


def test_a_long_list_comes_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "PER_PAGE", 1)
    edition = closed_with_two_votes()
    first, second = Receipt.objects.all()
    page = text_of(Client().get(address(edition) + "?page=2"))
    assert grouped(second.receipt) in page
    assert grouped(first.receipt) not in page


def test_the_pages_of_the_vote_are_small_enough_for_an_old_phone() -> None:
    assert len(Client().get("/nl/protection/").content) < 40_000
