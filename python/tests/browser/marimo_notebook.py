import marimo

app = marimo.App()


@app.cell
def _():
    import training

    import glia

    trainer = training.trainer()
    view = glia.watch(trainer, training.digits(200, 2), language="en")
    view
    return glia, training


@app.cell
def _(glia, training):
    heard = glia.watch(training.listener(), training.words(100, 2), language="ru")
    heard
    return


if __name__ == "__main__":
    app.run()
