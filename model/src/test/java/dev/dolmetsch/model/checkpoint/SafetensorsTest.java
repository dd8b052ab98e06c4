package dev.dolmetsch.model.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dolmetsch.data.DolmetschException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("x.safetensors");
  }

  private void write(Map<String, String> metadata, NamedArray... tensors) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      SafetensorsWriter.write(channel, metadata, List.of(tensors));
    }
  }

  private static FloatBuffer floats(int count) {
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(count * 4).order(ByteOrder.nativeOrder()).asFloatBuffer();
    for (int i = 0; i < count; i++) {
      buffer.put(i, i * 0.1f - 3);
    }
    return buffer;
  }

  /** A file with this header and so many bytes of data. */
  private void writeRaw(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    Files.write(file(), bytes.array());
  }

  private String refusal() {
    String message =
        assertThrows(DolmetschException.class, () -> SafetensorsFile.open(file())).getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.startsWith(file() + ": "), message);
    return message;
  }

  @Test
  void tensorsSurviveWritingAndReading() throws IOException {
    FloatBuffer flat = floats(700_000);
    write(
        Map.of("format", "pt"),
        NamedArray.of("b.weight", flat.slice(5, 600_000), 300, 2_000),
        NamedArray.of("step", LongBuffer.wrap(new long[] {Long.MIN_VALUE})),
        NamedArray.of("a.bias", flat.slice(1, 3), 3),
        NamedArray.of("ids", IntBuffer.wrap(new int[] {-1, 2}), 2),
        NamedArray.of("none", flat.slice(0, 0), 0, 7));
    try (SafetensorsFile read = SafetensorsFile.open(file())) {
      assertEquals(List.of("step", "b.weight", "a.bias", "ids", "none"), read.names());
      assertEquals(Map.of("format", "pt"), read.metadata());
      assertEquals(List.of(300L, 2_000L), read.shape("b.weight"));
      assertEquals(List.of(), read.shape("step"));
      assertEquals(StoredType.I32, read.type("ids"));
      assertEquals(flat.slice(5, 600_000), read.floats("b.weight"));
      assertEquals(flat.slice(1, 3), read.floats("a.bias"));
      assertEquals(0, read.floats("none").remaining());
      assertEquals(LongBuffer.wrap(new long[] {Long.MIN_VALUE}), read.longs("step"));
      assertEquals(IntBuffer.wrap(new int[] {-1, 2}), read.ints("ids"));
      FloatBuffer copy = FloatBuffer.allocate(600_001).position(1);
      read.copy("b.weight", copy);
      assertEquals(1, copy.position());
      assertEquals(flat.slice(5, 600_000), copy);
    }
    assertEquals(0, flat.position(), "writing leaves positions alone");
  }

  @Test
  void theLayoutIsThePublicOne() throws IOException {
    write(Map.of(), NamedArray.of("w", FloatBuffer.wrap(new float[] {1, -2}), 2, 1));
    byte[] bytes = Files.readAllBytes(file());
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int header = Math.toIntExact(buffer.getLong(0));
    assertEquals(0, (8 + header) % 64, "the data begins at a cache line");
    assertEquals(
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}",
        new String(bytes, 8, header, StandardCharsets.UTF_8).strip());
    assertEquals(1f, buffer.getFloat(8 + header));
    assertEquals(-2f, buffer.getFloat(12 + header));
    assertEquals(bytes.length, 16 + header);
  }

  @Test
  void theWholeDataIsMappedOnlyWhereItIsWhatIsWanted() throws IOException {
    FloatBuffer flat = floats(7);
    write(
        Map.of("format", "pt"),
        NamedArray.of("a", flat.slice(0, 4), 2, 2),
        NamedArray.of("b", flat.slice(4, 3), 3));
    try (SafetensorsFile read = SafetensorsFile.open(file())) {
      ByteBuffer mapped = read.mapAll(List.of("a", "b")).orElseThrow();
      assertEquals(flat, mapped.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
      assertTrue(read.mapAll(List.of("b", "a")).isEmpty(), "another order");
      assertTrue(read.mapAll(List.of("a")).isEmpty(), "one too many");
    }
    writeRaw("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4);
    try (SafetensorsFile read = SafetensorsFile.open(file())) {
      assertTrue(read.mapAll(List.of("a")).isEmpty(), "not aligned");
    }
  }

  @Test
  void notNumbersAndExtremesKeepTheirBits() throws IOException {
    int[] bits = {0x7fc00001, 0xff800000, 0x80000000, 1, 0x7f7fffff};
    float[] values = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      values[i] = Float.intBitsToFloat(bits[i]);
    }
    write(Map.of(), NamedArray.of("w", FloatBuffer.wrap(values), 5));
    try (SafetensorsFile read = SafetensorsFile.open(file())) {
      FloatBuffer floats = read.floats("w");
      for (int i = 0; i < bits.length; i++) {
        assertEquals(bits[i], Float.floatToRawIntBits(floats.get(i)));
      }
    }
  }

  @Test
  void pythonsSafetensorsReadsTheFile() throws Exception {
    assumeTrue(
        run("import safetensors, numpy").isPresent(),
        "python3 with the packages safetensors and numpy is not on this machine");
    write(
        Map.of("format", "pt"),
        NamedArray.of("a.weight", FloatBuffer.wrap(new float[] {1, 2, 3, 4, 5, 6}), 2, 3),
        NamedArray.of("step", LongBuffer.wrap(new long[] {1L << 40}), 1),
        NamedArray.of("ids", IntBuffer.wrap(new int[] {-7}), 1));
    String program =
        """
        import sys
        from safetensors import safe_open
        with safe_open(sys.argv[1], framework="numpy") as f:
            print(f.metadata(), sorted(f.keys()))
            for key in sorted(f.keys()):
                print(key, f.get_tensor(key).dtype, f.get_tensor(key).tolist())
        """;
    assertEquals(
        """
        {'format': 'pt'} ['a.weight', 'ids', 'step']
        a.weight float32 [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
        ids int32 [-7]
        step int64 [1099511627776]
        """,
        run(program).orElseThrow());
  }

  @Test
  void aFileOfPythonsSafetensorsIsRead() throws Exception {
    String program =
        """
        import sys, numpy
        from safetensors.numpy import save_file
        save_file({"w": numpy.arange(6, dtype=numpy.float32).reshape(2, 3),
                   "n": numpy.array([5], dtype=numpy.int64)}, sys.argv[1], {"k": "v"})
        """;
    assumeTrue(
        run("import safetensors, numpy").isPresent(),
        "python3 with the packages safetensors and numpy is not on this machine");
    assertEquals(Optional.of(""), run(program));
    try (SafetensorsFile read = SafetensorsFile.open(file())) {
      assertEquals(Map.of("k", "v"), read.metadata());
      assertEquals(List.of(2L, 3L), read.shape("w"));
      assertEquals(FloatBuffer.wrap(new float[] {0, 1, 2, 3, 4, 5}), read.floats("w"));
      assertEquals(5, read.longs("n").get(0));
    }
  }

  /** What the program prints, given this test's file as argument, or nothing where it fails. */
  private Optional<String> run(String program) throws Exception {
    Path output = folder.resolve("output.txt");
    Process process;
    try {
      process =
          new ProcessBuilder(
                  System.getProperty("dolmetsch.python", "python3"),
                  "-c",
                  program,
                  file().toString())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException noPython) {
      return Optional.empty();
    }
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      return Optional.empty();
    }
    return Optional.of(Files.readString(output));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                                                                  |0|no JSON object",
        "{\"w\":                                                             |0|not JSON",
        "{} {}                                                               |0|not JSON",
        "{\"w\":{},\"w\":{}}                                                 |0|not JSON",
        "{\"w\":3}                                                           |0|tensor w: dtype",
        "{\"w\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[0,2]}}   |2|\"BF16\" is not"
            + " supported",
        "{\"w\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}                  |4|shape is missing",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1]}}                           |4|data_offsets is"
            + " missing",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}  |4|no whole number",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}   |4|negative length",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}    |4|does not fit",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}    |4|are no range",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}   |4|are no range",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}      |4|are no range",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}    |8|begins at byte 4",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}    |0|but the file has 0",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}    |9|but the file has 9",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}"
            + " |0|too large",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904],\"data_offsets\":[0,0]}}"
            + " |0|does not fit",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[750000000],\"data_offsets\":[0,3000000000]}}"
            + " |0|2 GiB",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,99999999999999999999]}}"
            + " |4|no whole number",
        "{\"__metadata__\":{\"a\":1}}                                        |0|is no text",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} |8|begins at byte 4",
      })
  void brokenHeadersAreRefusedByName(String header, int dataBytes, String reason)
      throws IOException {
    writeRaw(header, dataBytes);
    String message = refusal();
    assertTrue(message.contains(reason), message);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, -1, 0, 1, 1L << 40, 1000, 1 << 30})
  void impossibleHeaderLengthsAreRefusedWithoutTakingMemory(long length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    Files.write(file(), bytes.array());
    assertTrue(refusal().contains("impossible header length"), refusal());
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    write(Map.of("k", "v"), NamedArray.of("w", FloatBuffer.wrap(new float[] {1, 2}), 2));
    byte[] whole = Files.readAllBytes(file());
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      refusal();
    }
  }

  @Test
  void noChangedByteOfTheHeaderLeadsOutOfTheFile() throws IOException {
    write(
        Map.of("k", "v"),
        NamedArray.of("w", FloatBuffer.wrap(new float[] {1, 2}), 2),
        NamedArray.of("v", FloatBuffer.wrap(new float[] {3, 4, 5}), 1, 3));
    byte[] whole = Files.readAllBytes(file());
    String replacements = " 0123456789,[]{}\":F\0a";
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] changed = whole.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        changed[random.nextInt(whole.length - 20)] =
            (byte) replacements.charAt(random.nextInt(replacements.length()));
      }
      Files.write(file(), changed);
      try (SafetensorsFile read = SafetensorsFile.open(file())) {
        for (String name : read.names()) {
          if (read.type(name) == StoredType.F32) {
            assertTrue(read.floats(name).remaining() <= 5);
          }
        }
      } catch (DolmetschException e) {
        assertTrue(e.getMessage().startsWith(file() + ": "), e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 2_000, "refused " + refused);
  }

  @Test
  void deeplyNestedHeadersAreRefused() throws IOException {
    writeRaw("{\"w\":" + "[".repeat(1_000_000), 0);
    refusal();
  }

  @Test
  void whatIsAskedForMustBeThere() throws IOException {
    write(Map.of(), NamedArray.of("w", FloatBuffer.wrap(new float[] {1, 2}), 2));
    try (SafetensorsFile read = SafetensorsFile.open(file())) {
      assertThrows(DolmetschException.class, () -> read.floats("v"));
      assertThrows(DolmetschException.class, () -> read.longs("w"));
      String message =
          assertThrows(DolmetschException.class, () -> read.copy("w", FloatBuffer.allocate(3)))
              .getMessage();
      assertTrue(
          message.contains("tensor w has shape [2], 2 elements; the model needs 3"), message);
    }
  }

  @Test
  void tensorsThatContradictThemselvesAreRefused() {
    FloatBuffer three = FloatBuffer.allocate(3);
    assertThrows(IllegalArgumentException.class, () -> NamedArray.of("w", three, 2));
    assertThrows(IllegalArgumentException.class, () -> NamedArray.of("w", three, -3));
    assertThrows(IllegalArgumentException.class, () -> NamedArray.of("", three, 3));
    assertThrows(IllegalArgumentException.class, () -> NamedArray.of("__metadata__", three, 3));
    assertThrows(
        IllegalArgumentException.class,
        () -> new NamedArray("w", List.of(3L), StoredType.I64, three));
    assertThrows(
        IllegalArgumentException.class,
        () -> write(Map.of(), NamedArray.of("w", three, 3), NamedArray.of("w", three, 3)));
  }
}
