"""Pages are sent compressed, and how long they are tells nothing of what is in them."""

from gzip import decompress

from django.test import Client


def test_a_page_is_compressed_each_time_to_another_length(db):
    answers = [Client().get("/sign-in/", headers={"accept-encoding": "gzip"}) for _ in range(20)]
    assert {answer["Content-Encoding"] for answer in answers} == {"gzip"}
    assert "登录" in decompress(answers[0].content).decode()
    assert len({len(answer.content) for answer in answers}) > 5
