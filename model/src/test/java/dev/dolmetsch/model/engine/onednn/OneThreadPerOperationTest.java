package dev.dolmetsch.model.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

class OneThreadPerOperationTest {
  /**
   * OpenMP keeps the number for each thread; library users start with as many as there are cores.
   */
  @Test
  void aThreadThatRunsAPlanGivesEachOperationOneThread() throws Exception {
    assumeTrue(OneDnn.isAvailable(), () -> OneDnn.whyUnavailable().orElse(""));
    Nd4j.getBackend();
    ExecutorService worker = Executors.newSingleThreadExecutor();
    try (OneDnnKernels kernels = new OneDnnKernels(false)) {
      int threads =
          worker
              .submit(
                  () -> {
                    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(3);
                    kernels.beforeRun();
                    return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
                  })
              .get();
      assertEquals("1".equals(System.getenv("OMP_NUM_THREADS")) ? 3 : 1, threads);
    } finally {
      worker.shutdown();
    }
  }
}
