import com.google.gson.Gson;
import com.google.gson.JsonParser;
import com.yahoo.labs.samoa.instances.Instance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs one MOA learner, or detector, over one stream; prints one line of JSON. */
public final class Contender {
  private record Pass(double seconds, Score score) {}

  public static void main(String[] argv) throws Exception {
    Map<String, String> args = parse(argv);
    double warmSeconds = Double.parseDouble(args.getOrDefault("--warm", "5"));
    double leastSeconds = Math.min(1, warmSeconds / 5);
    int least = Integer.parseInt(args.getOrDefault("--passes", "3"));
    int shift = Integer.parseInt(args.getOrDefault("--shift", "0"));
    int[] counts =
        Arrays.stream(args.get("--rows").split(",")).mapToInt(Integer::parseInt).toArray();
    Path folder = Path.of(args.get("--streams"));
    Stream stream = Stream.read(folder, args.get("--stream"), shift, counts[0]);
    String learner = learner(Path.of(args.get("--models")), args.get("--model"), stream);

    List<Map<String, Object>> results = new ArrayList<>();
    Pass cold = pass(learner, stream, counts[0]);
    for (double spent = cold.seconds; spent < warmSeconds; ) {
      spent += pass(learner, stream, counts[0]).seconds;
    }
    for (int count : counts) {
      List<Pass> passes = new ArrayList<>();
      double spent = 0;
      while (warmSeconds > 0 && (passes.size() < least || spent < leastSeconds)) {
        Pass pass = pass(learner, stream, count);
        passes.add(pass);
        spent += pass.seconds;
      }
      results.add(result(count, count == counts[0] ? cold : null, passes));
    }

    Map<String, Object> report = new LinkedHashMap<>();
    report.put("contender", "moa");
    report.put("version", args.get("--version"));
    report.put("model", args.get("--model"));
    report.put("variant", "instances");
    report.put("stream", args.get("--stream"));
    report.put("shift", shift);
    report.put("learner", learner);
    report.put("peakMegabytes", peakMegabytes());
    report.put("results", results);
    System.out.println(new Gson().toJson(report));
  }

  /** MOA's words for the model; River's share of features is the root of their number. */
  private static String learner(Path models, String name, Stream stream) throws Exception {
    var definitions = JsonParser.parseString(Files.readString(models)).getAsJsonObject();
    String words = definitions.getAsJsonObject(name).get("moa").getAsString();
    long root = Math.round(Math.sqrt(stream.header.numAttributes() - 1));
    return words.replace("$sqrt", Long.toString(root));
  }

  /** A fresh model over the first rows. */
  private static Pass pass(String learner, Stream stream, int count) throws Exception {
    Work work = Work.of(learner, stream.header);
    Instance[] rows = stream.rows;
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) work.take(rows[i]);
    return new Pass((System.nanoTime() - start) / 1e9, work.score(count));
  }

  private static Map<String, Object> result(int count, Pass cold, List<Pass> passes) {
    double[] seconds = passes.stream().mapToDouble(Pass::seconds).sorted().toArray();
    double middle = seconds.length > 0 ? seconds[seconds.length / 2] : cold.seconds;
    Score score = (cold == null ? passes.get(0) : cold).score;
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("rows", count);
    result.put("rowsPerSecond", count / middle);
    result.put("seconds", middle);
    result.put("passes", seconds.length);
    result.put("coldRowsPerSecond", cold == null ? null : count / cold.seconds);
    result.put(score.name(), score.value());
    return result;
  }

  private static Map<String, String> parse(String[] argv) {
    Map<String, String> args = new HashMap<>();
    for (int i = 0; i + 1 < argv.length; i += 2) args.put(argv[i], argv[i + 1]);
    return args;
  }

  private static long peakMegabytes() throws Exception {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) return 0;
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmHWM:")) return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
    }
    return 0;
  }
}
