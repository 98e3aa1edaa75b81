import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.yahoo.labs.samoa.instances.Attribute;
import com.yahoo.labs.samoa.instances.DenseInstance;
import com.yahoo.labs.samoa.instances.Instance;
import com.yahoo.labs.samoa.instances.Instances;
import com.yahoo.labs.samoa.instances.InstancesHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A stream read whole into memory, as MOA's instances. */
final class Stream {
  final InstancesHeader header;
  final Instance[] rows;

  private Stream(InstancesHeader header, Instance[] rows) {
    this.header = header;
    this.rows = rows;
  }

  static Stream read(Path folder, String name, int shift, int count) throws IOException {
    JsonObject meta =
        JsonParser.parseString(Files.readString(folder.resolve(name + ".json"))).getAsJsonObject();
    InstancesHeader header = header(meta);
    int width = header.numAttributes() - 1;
    boolean numbers = !header.classAttribute().isNominal();
    ByteBuffer values = bytes(folder.resolve(name + ".bin"));
    ByteBuffer targets = bytes(folder.resolve(name + ".labels.bin"));
    int end = Math.min(shift + count, meta.get("rows").getAsInt());
    Instance[] rows = new Instance[end - shift];
    for (int i = shift; i < end; i++) {
      double[] row = new double[width + 1];
      for (int k = 0; k < width; k++) row[k] = values.getDouble(8 * (i * width + k));
      row[width] = numbers ? targets.getDouble(8 * i) : targets.getInt(4 * i);
      rows[i - shift] = new DenseInstance(1.0, row);
      rows[i - shift].setDataset(header);
    }
    return new Stream(header, rows);
  }

  private static InstancesHeader header(JsonObject meta) {
    List<Attribute> attributes = new ArrayList<>();
    JsonArray categories = meta.getAsJsonArray("categories");
    for (var feature : meta.getAsJsonArray("features")) {
      attributes.add(attribute(feature.getAsString(), categories.get(attributes.size())));
    }
    JsonElement labels = meta.get("labels");
    attributes.add(attribute("class", labels));
    Instances none = new Instances(meta.get("name").getAsString(), attributes, 0);
    none.setClassIndex(attributes.size() - 1);
    return new InstancesHeader(none);
  }

  /** Without a list of values it is numeric. */
  private static Attribute attribute(String name, JsonElement values) {
    if (values == null || values.isJsonNull()) return new Attribute(name);
    List<String> names = new ArrayList<>();
    for (var value : values.getAsJsonArray()) names.add(value.getAsString());
    return new Attribute(name, names);
  }

  private static ByteBuffer bytes(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
