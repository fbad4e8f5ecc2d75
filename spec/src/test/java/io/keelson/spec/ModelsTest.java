package io.keelson.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.spec.TlcModel.Group;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ModelsTest {
    @Test
    void everyModelHasItsConfigurationAndEveryConfigurationItsModel() throws Exception {
        try (SpecFiles files = SpecFiles.unpack();
                var configurations = Files.list(files.folder().resolve("models"))) {
            Set<String> found = configurations
                    .map(file -> file.getFileName().toString().replace(".cfg", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> named = Models.load().all().stream().map(TlcModel::name).collect(Collectors.toCollection(TreeSet::new));
            assertEquals(named, found);
        }
    }

    @Test
    void amongTheQuickOnesIsAWholeModelAndABrokenOne() {
        assertTrue(Models.load().of(Group.QUICK).stream().anyMatch(model -> !model.isBroken()));
        assertTrue(Models.load().of(Group.QUICK).stream().anyMatch(TlcModel::isBroken));
    }

    @Test
    void aModelWhoseSpecificationHasFairnessIsOfLiveness() {
        for (TlcModel model : Models.load().all()) {
            boolean isFair = SpecFiles.text("models/" + model.name() + ".cfg").contains("SPECIFICATION From");
            assertEquals(isFair, model.isOfLiveness(), model.name());
        }
    }

    @Test
    void aMalformedLineIsNamed() {
        IllegalArgumentException failure = assertThrows(
                IllegalArgumentException.class, () -> Models.parse("# fine\nelections Raft sometimes 1/2/3 about\n"));
        assertTrue(failure.getMessage().startsWith("models.txt line 2"), failure.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Models.parse("elections Raft quick"));
        assertThrows(
                IllegalArgumentException.class, () -> Models.parse("a Raft quick 1/2/3 x\na Raft quick 1/2/3 x\n"));
    }

    @Test
    void unpackingLeavesNothingBehind() {
        SpecFiles files = SpecFiles.unpack();
        assertTrue(Files.exists(files.folder().resolve("Raft.tla")));
        files.close();
        assertTrue(Files.notExists(files.folder()));
    }
}
