"""A grid search in two of joblib's processes: python joblib_search.py"""

from sklearn.model_selection import GridSearchCV

from search import GRID, digits, network, told

if __name__ == "__main__":
    found = GridSearchCV(network(), GRID, cv=3, n_jobs=2).fit(*digits())
    print(told(found.best_params_, found.best_score_, found.best_estimator_))
