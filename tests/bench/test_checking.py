"""The judge of the crash drill sees each kind of fault, and none where there is none."""

import pytest

from visavis.bench.checking import Stored, check
from visavis.bench.crowd import body_of
from visavis.bench.ledger import Ack, Attempt, Record, Seen

ROOMS = ["room", "room"]


def talk(count: int = 4) -> tuple[list[Record], list[Stored]]:
    """A conversation of two clients in which all is well."""
    records: list[Record] = []
    stored: list[Stored] = []
    for seq in range(1, count + 1):
        name, message_id, author = f"name {seq}", f"id {seq}", seq % 2
        records += [Attempt(author, name), Ack(author, name, message_id, seq, float(seq))]
        records += [Seen(client, message_id, seq, by_event=True) for client in (0, 1)]
        stored.append(Stored("room", seq, message_id, name, body_of(name)))
    return records, stored


def test_a_talk_in_which_all_is_well_is_found_to_be_so() -> None:
    verdict = check(*talk(), ROOMS)
    assert verdict.acked == 4
    assert [verdict.lost, verdict.duplicated, verdict.out_of_order] == [[], [], []]


@pytest.mark.parametrize("missing", range(4))
def test_a_message_that_was_acknowledged_and_is_gone_is_lost(missing: int) -> None:
    records, stored = talk()
    del stored[missing]
    assert check(records, stored, ROOMS).lost


def test_a_message_that_a_client_never_saw_is_lost() -> None:
    records, stored = talk()
    records = [r for r in records if not (isinstance(r, Seen) and (r.client, r.seq) == (1, 3))]
    assert check(records, stored, ROOMS).lost == ["client 1 never saw id 3"]


def test_a_message_with_another_text_is_lost() -> None:
    records, stored = talk()
    stored[0] = Stored("room", 1, "id 1", "name 1", "something else")
    assert check(records, stored, ROOMS).lost


def test_what_was_seen_and_is_not_there_is_lost() -> None:
    records, stored = talk()
    assert check([*records, Seen(0, "a ghost", 5, by_event=True)], stored, ROOMS).lost


def test_a_message_told_twice_is_duplicated() -> None:
    records, stored = talk()
    assert check([*records, Seen(0, "id 4", 4, by_event=True)], stored, ROOMS).duplicated


def test_a_message_found_again_in_a_snapshot_is_not_duplicated() -> None:
    records, stored = talk()
    assert not check([*records, Seen(0, "id 4", 4, by_event=False)], stored, ROOMS).duplicated


def test_a_message_stored_or_acknowledged_as_two_is_duplicated() -> None:
    records, stored = talk()
    again = Stored("room", 5, "id 5", "name 4", body_of("name 4"))
    assert check(records, [*stored, again], ROOMS).duplicated
    assert check([*records, Ack(0, "name 4", "id 9", 9, 9.0)], stored, ROOMS).duplicated


def test_numbers_with_a_gap_are_out_of_order() -> None:
    records, stored = talk()
    stored[-1] = Stored("room", 6, "id 4", "name 4", body_of("name 4"))
    assert check(records, stored, ROOMS).out_of_order


def test_a_client_whose_messages_changed_places_is_out_of_order() -> None:
    records, stored = talk()
    first, third = records.index(Attempt(1, "name 1")), records.index(Attempt(1, "name 3"))
    records[first], records[third] = records[third], records[first]
    assert check(records, stored, ROOMS).out_of_order == ["what client 1 wrote falls back 1 times"]


def test_news_told_in_another_order_is_out_of_order() -> None:
    records, stored = talk()
    first, second = records.index(Seen(0, "id 1", 1, True)), records.index(Seen(0, "id 2", 2, True))
    records[first], records[second] = records[second], records[first]
    assert check(records, stored, ROOMS).out_of_order
