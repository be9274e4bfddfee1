"""The same search by Dask's workers, which may be other machines: python dask_search.py"""

import joblib
from distributed import Client, LocalCluster
from sklearn.model_selection import GridSearchCV

from search import GRID, digits, network, told

if __name__ == "__main__":
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as cluster,
        Client(cluster),
        joblib.parallel_config(backend="dask"),
    ):
        found = GridSearchCV(network(), GRID, cv=3).fit(*digits())
    print(told(found.best_params_, found.best_score_, found.best_estimator_))
