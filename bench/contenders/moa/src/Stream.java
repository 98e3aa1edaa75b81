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
    int width = meta.getAsJsonArray("features").size();
    ByteBuffer values = bytes(folder.resolve(name + ".bin"));
    ByteBuffer labels = bytes(folder.resolve(name + ".labels.bin"));
    int end = Math.min(shift + count, meta.get("rows").getAsInt());
    Instance[] rows = new Instance[end - shift];
    for (int i = shift; i < end; i++) {
      double[] row = new double[width + 1];
      for (int k = 0; k < width; k++) row[k] = values.getDouble(8 * (i * width + k));
      row[width] = labels.getInt(4 * i);
      rows[i - shift] = new DenseInstance(1.0, row);
      rows[i - shift].setDataset(header);
    }
    return new Stream(header, rows);
  }

  private static InstancesHeader header(JsonObject meta) {
    List<Attribute> attributes = new ArrayList<>();
    boolean nominal = meta.get("kind").getAsString().equals("nominal");
    for (var feature : meta.getAsJsonArray("features")) {
      String name = feature.getAsString();
      attributes.add(nominal ? new Attribute(name, List.of("0", "1")) : new Attribute(name));
    }
    List<String> labels = new ArrayList<>();
    for (var label : meta.getAsJsonArray("labels")) labels.add(label.getAsString());
    attributes.add(new Attribute("class", labels));
    Instances none = new Instances(meta.get("name").getAsString(), attributes, 0);
    none.setClassIndex(attributes.size() - 1);
    return new InstancesHeader(none);
  }

  private static ByteBuffer bytes(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
