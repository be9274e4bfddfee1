import marimo

app = marimo.App()


@app.cell
def _():
    import training

    import glia

    trainer = training.trainer()
    view = glia.watch(trainer, training.digits(200, 2), language="en")
    view
    return


if __name__ == "__main__":
    app.run()
