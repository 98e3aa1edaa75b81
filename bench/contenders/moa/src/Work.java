import com.yahoo.labs.samoa.instances.Instance;
import com.yahoo.labs.samoa.instances.InstancesHeader;
import moa.classifiers.Classifier;
import moa.clusterers.Clusterer;
import moa.classifiers.core.driftdetection.ChangeDetector;
import moa.core.Utils;
import moa.options.ClassOption;

/** What is done with each row. */
abstract class Work {
  private static final String DETECTORS = "moa.classifiers.core.driftdetection.";
  private static final String CLUSTERERS = "moa.clusterers.";

  abstract void take(Instance row);

  abstract Score score(int count);

  static Work of(String learner, InstancesHeader header) throws Exception {
    if (learner.startsWith(CLUSTERERS)) {
      Clusterer model = (Clusterer) ClassOption.cliStringToObject(learner, Clusterer.class, null);
      model.setModelContext(header);
      model.prepareForUse();
      return new Clustering(model);
    }
    if (!learner.startsWith(DETECTORS)) {
      Classifier model =
          (Classifier) ClassOption.cliStringToObject(learner, Classifier.class, null);
      model.setModelContext(header);
      model.prepareForUse();
      return header.classAttribute().isNominal() ? new Classifying(model) : new Regressing(model);
    }
    ChangeDetector detector =
        (ChangeDetector) ClassOption.cliStringToObject(learner, ChangeDetector.class, null);
    detector.prepareForUse();
    return new Watching(detector);
  }

  private static final class Classifying extends Work {
    private final Classifier model;
    private int right;

    Classifying(Classifier model) {
      this.model = model;
    }

    @Override
    void take(Instance row) {
      if (Utils.maxIndex(model.getVotesForInstance(row)) == (int) row.classValue()) right++;
      model.trainOnInstance(row);
    }

    @Override
    Score score(int count) {
      return new Score("accuracy", (double) right / count);
    }
  }

  private static final class Regressing extends Work {
    private final Classifier model;
    private double error;

    Regressing(Classifier model) {
      this.model = model;
    }

    @Override
    void take(Instance row) {
      double[] votes = model.getVotesForInstance(row);
      error += Math.abs((votes.length > 0 ? votes[0] : 0) - row.classValue());
      model.trainOnInstance(row);
    }

    @Override
    Score score(int count) {
      return new Score("error", error / count);
    }
  }

  /** A clusterer that learns and predicts nothing. */
  private static final class Clustering extends Work {
    private final Clusterer model;

    Clustering(Clusterer model) {
      this.model = model;
    }

    @Override
    void take(Instance row) {
      model.trainOnInstance(row);
    }

    @Override
    Score score(int count) {
      return new Score("checksum", model.getMicroClusteringResult().size());
    }
  }

  /** A detector over the labels, as errors. */
  private static final class Watching extends Work {
    private final ChangeDetector detector;
    private int changes;

    Watching(ChangeDetector detector) {
      this.detector = detector;
    }

    @Override
    void take(Instance row) {
      detector.input(row.classValue());
      if (detector.getChange()) changes++;
    }

    @Override
    Score score(int count) {
      return new Score("checksum", changes);
    }
  }
}
