"""The reference projects in River: features, model, metrics, and one event of the way."""
import math
from datetime import datetime, timedelta

from river import cluster, compose, drift, forest, imblearn, metrics, preprocessing, utils


class Known(compose.Select):
    """River's own fails on a field that an event has not."""

    def transform_one(self, x):
        return {name: x[name] for name in self.keys if name in x}


def present(x):
    return {name: value for name, value in x.items() if value is not None}


def adwins():
    return {"drift_detector": drift.ADWIN(delta=0.002), "warning_detector": drift.ADWIN(delta=0.01)}


class Fraud:
    plain = ["amount", "times_average", "seconds_since_last", "distance_from_home", "account_age",
             "hour", "cvv_provided", "billing_address_match", "new_device", "category", "type", "method"]

    def model(self):
        codes = compose.Pipeline(Known("os", "browser", "currency"), preprocessing.OrdinalEncoder())
        trees = forest.ARFClassifier(n_models=10, disable_weighted_vote=True, seed=42, **adwins())
        balanced = imblearn.RandomUnderSampler(trees, desired_dist={0: 0.9, 1: 0.1}, seed=42)
        return compose.Pipeline(compose.TransformerUnion(Known(*self.plain), codes), balanced)

    def metrics(self):
        labels = [metrics.Recall(), metrics.Precision(), metrics.F1(), metrics.FBeta(beta=2),
                  metrics.Accuracy(), metrics.BalancedAccuracy(), metrics.MCC(),
                  metrics.GeometricMean(), metrics.CohenKappa(), metrics.Jaccard(),
                  metrics.ConfusionMatrix(), metrics.ClassificationReport()]
        chances = [metrics.ROCAUC(n_thresholds=50), metrics.RollingROCAUC(window_size=5000),
                   metrics.LogLoss()]
        return labels, chances

    def features(self, e):
        device = e.get("device_info") or {}
        average = e.get("average_amount")
        return present({
            "amount": e["amount"],
            "times_average": e["amount"] / average if average else None,
            "seconds_since_last": e.get("seconds_since_last_transaction"),
            "distance_from_home": e.get("distance_from_home_km"),
            "account_age": e.get("account_age_days"),
            "hour": int(e["timestamp"][11:13]),
            "cvv_provided": e.get("cvv_provided"),
            "billing_address_match": e.get("billing_address_match"),
            "new_device": e.get("new_device"),
            "category": e["product_category"],
            "type": e["transaction_type"],
            "method": e["payment_method"],
            "os": device.get("os"),
            "browser": device.get("browser"),
            "currency": e["currency"],
        })

    def learn(self, model, measured, e):
        x, y = self.features(e), bool(e["is_fraud"])
        chances = {bool(label): p for label, p in model.predict_proba_one(x).items()}
        if chances:
            said = max(chances, key=chances.get)
            for metric in measured[0]:
                metric.update(y, said)
            for metric in measured[1]:
                metric.update(y, chances)
        model.learn_one(x, e["is_fraud"])


class Arrival:
    def model(self):
        trees = forest.ARFRegressor(n_models=10, leaf_prediction="mean", seed=42, **adwins())
        return compose.Pipeline(trees)

    def metrics(self):
        plain = [metrics.MAE(), metrics.RMSE(), metrics.MAPE(), metrics.R2(), metrics.SMAPE(),
                 metrics.MSE(), metrics.RMSLE(), utils.Rolling(metrics.MAE, 1000),
                 utils.Rolling(metrics.RMSE, 1000)]
        return plain, [utils.TimeRolling(metrics.MAE, timedelta(minutes=5))]

    def features(self, e):
        return present({
            "distance": e["estimated_distance_km"],
            "planned_seconds": e.get("initial_estimated_travel_time_seconds"),
            "bridges": e.get("bridges_on_route"),
            "hour": e.get("hour_of_day"),
            "weekday": e.get("day_of_week"),
            "temperature": e.get("temperature_celsius"),
            "rating": e.get("driver_rating"),
            "from_lat": e["origin"]["lat"],
            "from_lon": e["origin"]["lon"],
            "to_lat": e["destination"]["lat"],
            "to_lon": e["destination"]["lon"],
            "weather": e.get("weather"),
            "vehicle_type": e.get("vehicle_type"),
        })

    def learn(self, model, measured, e):
        x, y = self.features(e), e["actual_travel_time_seconds"]
        said = model.predict_one(x)
        for metric in measured[0]:
            metric.update(y, said)
        at = datetime.fromisoformat(e["timestamp"][:19])
        for metric in measured[1]:
            metric.update(y, said, t=at)
        model.learn_one(x, y)


class Shop:
    def model(self):
        groups = cluster.DBSTREAM(clustering_threshold=0.5, fading_factor=0.0005, cleanup_interval=100,
                                  intersection_factor=0.1, minimum_weight=10)
        return compose.Pipeline(preprocessing.StandardScaler(), groups)

    def metrics(self):
        # River's windows cannot be told of centres: one value of all there is.
        return metrics.Silhouette()

    def features(self, e):
        root = {"price": e.get("visitor_average_price"), "seconds": e.get("visitor_average_seconds")}
        return {name: math.sqrt(value) for name, value in root.items() if value is not None}

    def learn(self, model, measured, e):
        x = self.features(e)
        said = model.predict_one(x)
        groups = model["DBSTREAM"]
        if len(groups.centers) > 1:
            seen = model["StandardScaler"].transform_one(x)
            measured.update(seen, said, groups.centers)
        model.learn_one(x)


PROJECTS = {"fraud": Fraud, "arrival": Arrival, "shop": Shop}
