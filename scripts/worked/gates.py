"""Words that are heard once more with the forget gates of an LSTM shut."""
import base64

from .mnist import data_folder

NUMBERS = (5, 6, 7)


def changed(runner, model):
    """Of spoken digits that validated while it learned: whether there is a frame at which shut
    gates change the answer, and whether they do when shut at all the frames."""
    words = sorted(word for number in NUMBERS
                   for word in (data_folder("fsdd") / "recordings").glob(f"*_{number}.wav"))
    shut = {"gate": "forget_gate", "value": 0}
    questions = [question for word in words for question in (
        {"do": "hear", "sound": base64.b64encode(word.read_bytes()).decode()},
        {"do": "held", "holds": []},
        {"do": "held", "holds": [shut]},
        {"do": "hold_each", **shut})]
    answers = runner.ask(None, questions, hears=model, bulk=False)
    heard = []
    for at in range(0, len(answers), 4):
        whole, without = (said.index(max(said)) for said in
                          (answer["outputs"] for answer in answers[at + 1:at + 3]))
        frames = answers[at + 3]["answers"]
        heard.append({"one": any(answer != whole for answer in frames), "all": without != whole})
    return heard
