package io.keelson.launcher;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"keelson " + Resources.text("version.txt"), "Java " + Runtime.version()};
    }
}
