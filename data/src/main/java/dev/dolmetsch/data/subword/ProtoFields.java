package dev.dolmetsch.data.subword;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;

/**
 * The fields of one protocol-buffers message by number, with a default where a field is absent. A
 * value that is given twice counts as it was given last, as protocol buffers want it.
 */
final class ProtoFields {
  private final UnknownFieldSet fields;

  private ProtoFields(UnknownFieldSet fields) {
    this.fields = fields;
  }

  /**
   * The fields of the message in these bytes.
   *
   * @throws InvalidProtocolBufferException if they are no message
   */
  static ProtoFields parse(ByteString message) throws InvalidProtocolBufferException {
    return new ProtoFields(UnknownFieldSet.parseFrom(message));
  }

  List<ByteString> messages(int number) {
    return fields.getField(number).getLengthDelimitedList();
  }

  /** One message that may be given in parts, which count as if they were written together. */
  ProtoFields message(int number) throws InvalidProtocolBufferException {
    return parse(ByteString.copyFrom(messages(number)));
  }

  ByteString bytes(int number, ByteString absent) {
    return last(messages(number), absent);
  }

  String string(int number, String absent) {
    return bytes(number, ByteString.copyFromUtf8(absent)).toStringUtf8();
  }

  long integer(int number, long absent) {
    return last(fields.getField(number).getVarintList(), absent);
  }

  boolean flag(int number, boolean absent) {
    return integer(number, absent ? 1 : 0) != 0;
  }

  float real(int number, float absent) {
    return Float.intBitsToFloat(
        last(fields.getField(number).getFixed32List(), Float.floatToRawIntBits(absent)));
  }

  private static <T> T last(List<T> values, T absent) {
    return values.isEmpty() ? absent : values.get(values.size() - 1);
  }
}
