package dev.dolmetsch.cli;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.dolmetsch.model.config.ModelConfig;
import dev.dolmetsch.model.decode.DecodingOptions;
import org.junit.jupiter.api.Test;

/** The rooms of docs/architecture.md, and who may look into which. */
class RoomsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.dolmetsch");

  @Test
  void modulesImportOnlyThoseAboveThem() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.dolmetsch..")
        .layer("data")
        .definedBy("dev.dolmetsch.data..")
        .layer("model")
        .definedBy("dev.dolmetsch.model..")
        .layer("training")
        .definedBy("dev.dolmetsch.training..")
        .layer("cli")
        .definedBy("dev.dolmetsch.cli..")
        .whereLayer("data")
        .mayNotAccessAnyLayer()
        .whereLayer("model")
        .mayOnlyAccessLayers("data")
        .whereLayer("training")
        .mayOnlyAccessLayers("data", "model")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  @Test
  void noTwoRoomsNeedEachOther() {
    slices()
        .matching("dev.dolmetsch.(**)")
        .should()
        .beFreeOfCycles()
        // A model's configuration says how it translates, and whoever translates reads a model.
        .ignoreDependency(ModelConfig.class, DecodingOptions.class)
        .check(CLASSES);
  }
}
