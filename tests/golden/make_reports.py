#!/usr/bin/env python3
"""Makes reports.json: what scikit-learn says about answers, for classes and for numbers.

Outputs are multiples of 1/64, which float32 holds exactly and of which many are the same. Run it
with scikit-learn installed, anywhere: `python3 make_reports.py`. The tests only read the file.

- precision_recall_fscore_support: Pedregosa et al., Scikit-learn, JMLR 12 (2011); its usual labels
  are those that are there or were said, and what there is nothing to divide by counts as 0.
- roc_auc_score of each class against the others: Fawcett, An introduction to ROC analysis (2006).
- top_k_accuracy_score takes the last of equal outputs first, so classes are turned round here: of
  equal outputs a network's answer is the first.
- calibration_curve has the bins; the error over them is Naeini et al., Obtaining well calibrated
  probabilities using Bayesian binning, AAAI (2015), by the definition.
- r2_score, mean_absolute_error, root_mean_squared_error, each target by itself.
"""
import json
import pathlib
import platform

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve

BINS = 15
random = np.random.default_rng(20)


def listed(numbers):
    return [None if np.isnan(x) else float(f"{x:.13g}") for x in np.ravel(numbers)]


def calibration(outputs, labels, weights):
    sure, right = outputs.max(1), outputs.argmax(1) == labels
    part, confidence = calibration_curve(right, sure, n_bins=BINS)  # without weights
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    error = sum(abs((weights * (right - sure))[place == b].sum()) for b in range(BINS))
    return {"part": listed(part), "confidence": listed(confidence),
            "error": error / weights.sum()}


def classes(samples, width, absent, weighted):
    """Outputs that lean to the right class, all of a row 1 in sum; nothing of class `absent`."""
    labels = random.integers(width, size=samples)
    if absent is not None:
        labels[labels == absent] = (absent + 1) % width
    leaning = np.ones((samples, width)) + 3 * np.eye(width)[labels]
    leaning /= leaning.sum(1, keepdims=True)
    fine, coarse = (random.multinomial(grid, leaning) / grid for grid in (64, 16))
    outputs = np.where(random.random((samples, 1)) < 0.3, coarse, fine)
    weights = random.integers(1, 5, size=samples) / 2 if weighted else np.ones(samples)
    answers = outputs.argmax(1)
    each = metrics.precision_recall_fscore_support(
        labels, answers, labels=range(width), sample_weight=weights, zero_division=np.nan)
    means = {average: metrics.precision_recall_fscore_support(
        labels, answers, average=average, sample_weight=weights, zero_division=0)[:3]
        for average in ("macro", "weighted")}
    auc = [metrics.roc_auc_score(labels == c, outputs[:, c], sample_weight=weights)
           if 0 < (labels == c).sum() < samples else np.nan for c in range(width)]
    there = [c for c in range(width) if not np.isnan(auc[c])]
    support = np.array([weights[labels == c].sum() for c in there])
    top = [metrics.top_k_accuracy_score(width - 1 - labels, outputs[:, ::-1], k=k,
                                        labels=range(width), sample_weight=weights)
           for k in range(1, width)]
    return {
        "width": width, "outputs": listed(outputs), "labels": labels.tolist(),
        "weights": listed(weights) if weighted else [],
        "precision": listed(each[0]), "recall": listed(each[1]), "f1": listed(each[2]),
        "support": listed(each[3]), "auc": listed(auc),
        "macro": listed(means["macro"]) + listed(np.mean([auc[c] for c in there])),
        "weighted": listed(means["weighted"]) + listed(
            np.average([auc[c] for c in there], weights=support)),
        "top": listed(top),
        "calibration": calibration(outputs, labels, weights),
    }


def yes_or_no(samples):
    labels = random.integers(2, size=samples)
    outputs = np.clip(np.round((labels * 0.3 + random.random(samples) * 0.7) * 64) / 64, 0, 1)
    answers = (outputs > 0.5).astype(int)
    each = metrics.precision_recall_fscore_support(labels, answers)
    return {"outputs": listed(outputs), "labels": labels.tolist(), "precision": listed(each[0]),
            "recall": listed(each[1]), "f1": listed(each[2]),
            "auc": metrics.roc_auc_score(labels, outputs),
            "accuracy": metrics.accuracy_score(labels, answers)}


def numbers(samples, weighted):
    """Two targets with scales of their own, as a table has learnt them."""
    offset, scale = np.array([22.5, -3.0]), np.array([0.125, 4.0])
    targets = np.round(random.normal(size=(samples, 2)) * 64) / 64
    outputs = np.round((targets + 0.3 * random.normal(size=(samples, 2))) * 64) / 64
    weights = random.integers(1, 5, size=samples) / 2 if weighted else np.ones(samples)
    wanted, said = targets / scale + offset, outputs / scale + offset
    options = {"multioutput": "raw_values", "sample_weight": weights}
    return {
        "offset": listed(offset), "scale": listed(scale), "targets": listed(targets),
        "outputs": listed(outputs), "weights": listed(weights) if weighted else [],
        "r2": listed(metrics.r2_score(wanted, said, **options)),
        "mae": listed(metrics.mean_absolute_error(wanted, said, **options)),
        "rmse": listed(metrics.root_mean_squared_error(wanted, said, **options)),
    }


golden = {
    "made_with": {"scikit-learn": sklearn.__version__, "numpy": np.__version__,
                  "python": platform.python_version()},
    "classes": [classes(90, 3, None, False), classes(120, 5, 2, False), classes(80, 4, None, True)],
    "yes_or_no": yes_or_no(60),
    "numbers": [numbers(50, False), numbers(40, True)],
}
path = pathlib.Path(__file__).with_name("reports.json")
path.write_text(json.dumps(golden, indent=None, separators=(",", ":")).replace('},{', '},\n{')
                + "\n", encoding="utf-8")
