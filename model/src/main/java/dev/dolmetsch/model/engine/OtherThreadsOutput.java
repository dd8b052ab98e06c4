package dev.dolmetsch.model.engine;

import java.io.IOException;
import java.io.OutputStream;

/** Passes on what all threads but one write. */
final class OtherThreadsOutput extends OutputStream {
  private final Thread muted;
  private final OutputStream output;

  OtherThreadsOutput(Thread muted, OutputStream output) {
    this.muted = muted;
    this.output = output;
  }

  private boolean passes() {
    return Thread.currentThread() != muted;
  }

  @Override
  public void write(int b) throws IOException {
    if (passes()) {
      output.write(b);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (passes()) {
      output.write(bytes, offset, length);
    }
  }

  @Override
  public void flush() throws IOException {
    if (passes()) {
      output.flush();
    }
  }
}
