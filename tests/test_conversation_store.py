"""The server's memory of conversations."""

from concurrent.futures import ThreadPoolExecutor

from briefqa.conversation import Conversation, Conversations
from briefqa.records import Turn


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def turn(number: int) -> Turn:
    return Turn(f"問{number}", f"答{number}")


def test_a_conversation_is_kept_under_its_id_from_its_first_turn_on() -> None:
    conversations = Conversations()
    opened = conversations.open()
    assert (opened.turns, opened.is_new, opened.was_lost) == ((), True, False)
    assert len(conversations) == 0
    conversations.add(opened, turn(1))
    again = conversations.open(opened.id)
    assert again == Conversation(opened.id, (turn(1),))
    conversations.add(again, turn(2))
    assert conversations.open(opened.id).turns == (turn(1), turn(2))


def test_an_unknown_id_begins_a_new_conversation_under_another_id_and_says_so() -> None:
    opened = Conversations().open("chosen-by-somebody")
    assert (opened.turns, opened.is_new, opened.was_lost) == ((), True, True)
    assert opened.id != "chosen-by-somebody"


def test_ids_are_long_and_never_the_same() -> None:
    ids = {Conversations().open().id for _ in range(100)}
    assert len(ids) == 100
    assert {len(one) for one in ids} == {24}


def test_a_conversation_is_forgotten_half_an_hour_after_its_last_use() -> None:
    clock = Clock()
    conversations = Conversations(clock=clock)
    opened = conversations.open()
    conversations.add(opened, turn(1))
    clock.now += 1800
    assert conversations.open(opened.id).turns == (turn(1),)  # a use, which counts anew
    clock.now += 1800
    assert conversations.open(opened.id).turns == (turn(1),)
    clock.now += 1800.1
    assert conversations.open(opened.id).was_lost
    assert len(conversations) == 0


def test_the_last_twenty_turns_are_kept() -> None:
    conversations = Conversations()
    opened = conversations.open()
    for number in range(25):
        conversations.add(opened, turn(number))
    assert conversations.open(opened.id).turns == tuple(turn(number) for number in range(5, 25))


def test_the_conversation_unused_the_longest_gives_way() -> None:
    conversations = Conversations(limit=3)
    opened = [conversations.open() for _ in range(4)]
    for conversation in opened[:3]:
        conversations.add(conversation, turn(1))
    conversations.open(opened[0].id)
    conversations.add(opened[3], turn(1))
    lost = [conversations.open(conversation.id).was_lost for conversation in opened]
    assert lost == [False, True, False, False]
    assert len(conversations) == 3


def test_a_thousand_conversations_are_kept() -> None:
    conversations = Conversations()
    for _ in range(1_010):
        conversations.add(conversations.open(), turn(1))
    assert len(conversations) == 1_000


def test_turns_added_at_once_are_all_kept() -> None:
    conversations = Conversations(turns=1_000)
    opened = conversations.open()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: conversations.add(opened, turn(number)), range(400)))
    kept = conversations.open(opened.id).turns
    assert sorted(kept, key=lambda one: int(one.question[1:])) == [turn(n) for n in range(400)]


def test_a_conversation_forgotten_while_its_answer_was_made_is_kept_again() -> None:
    clock = Clock()
    conversations = Conversations(clock=clock)
    opened = conversations.open()
    conversations.add(opened, turn(1))
    opened = conversations.open(opened.id)
    clock.now += 2_000
    conversations.add(opened, turn(2))
    assert conversations.open(opened.id).turns == (turn(1), turn(2))
