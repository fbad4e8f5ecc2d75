package io.keelson.server.command;

import io.keelson.server.config.Setting;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Gives a command one flag for each {@link Setting}. */
public final class SettingOptions implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
        for (Setting setting : Setting.values()) {
            String byDefault = setting.defaultText().isEmpty() ? "" : " Default: " + setting.defaultText() + ".";
            command.addOption(OptionSpec.builder(setting.flag())
                    .paramLabel(setting.label())
                    .type(String.class)
                    .description((setting.description() + byDefault).replace("%", "%%")) // picocli formats it
                    .build());
        }
        return command;
    }

    /** Returns what the command line said. */
    static Map<Setting, String> given(ParseResult parsed) {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String value = parsed.matchedOptionValue(setting.flag(), null);
            if (value != null) {
                flags.put(setting, value);
            }
        }
        return flags;
    }
}
