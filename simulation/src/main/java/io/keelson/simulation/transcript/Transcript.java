package io.keelson.simulation.transcript;

import java.util.ArrayList;
import java.util.List;

/**
 * A scenario as text. A line that begins with {@code #} is a comment, a line that begins with two spaces is golden output of the command above it, any other line that is not empty is a command.
 *
 * @param name what it is called in reports, as a rule its file's name
 * @param parts the commands, in order
 * @param ending the comments and empty lines after the last command
 */
public record Transcript(String name, List<Part> parts, List<String> ending) {
    private static final String INDENT = "  ";

    /**
     * One command.
     *
     * @param preface the comments and empty lines above it
     * @param line its number in the file, from 1
     * @param command its words
     * @param golden what it must print, without the indentation; may be empty
     */
    public record Part(List<String> preface, int line, String command, List<String> golden) {
        public Part {
            preface = List.copyOf(preface);
            golden = List.copyOf(golden);
        }
    }

    public Transcript {
        parts = List.copyOf(parts);
        ending = List.copyOf(ending);
    }

    /**
     * Reads a transcript. Commands are not looked into: that is the player's part.
     *
     * @param name what it is called in reports
     * @param text the file's text
     * @return the transcript, never null
     * @throws TranscriptSyntaxException if output stands where there is no command, or nothing is to be played
     */
    public static Transcript read(String name, String text) throws TranscriptSyntaxException {
        List<Part> parts = new ArrayList<>();
        List<String> preface = new ArrayList<>();
        List<String> golden = null;
        List<String> lines = text.lines().toList();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1);
            if (line.isBlank() || line.startsWith("#")) {
                golden = null;
                preface.add(line);
            } else if (line.startsWith(INDENT)) {
                if (golden == null) {
                    throw new TranscriptSyntaxException(name + ":" + number + ": output stands directly below its command: " + line.strip());
                }
                golden.add(line.substring(INDENT.length()));
                Part last = parts.removeLast();
                parts.add(new Part(last.preface(), last.line(), last.command(), golden));
            } else {
                golden = new ArrayList<>();
                parts.add(new Part(preface, number, line, golden));
                preface = new ArrayList<>();
            }
        }
        if (parts.isEmpty()) {
            throw new TranscriptSyntaxException(name + ": there is no command in it");
        }
        return new Transcript(name, parts, preface);
    }

    /**
     * Writes the transcript with other output.
     *
     * @param outputs for each part, what its command printed
     * @return the file's text
     */
    public String withOutputs(List<List<String>> outputs) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).preface().forEach(line -> text.append(line).append('\n'));
            text.append(parts.get(i).command()).append('\n');
            outputs.get(i).forEach(line -> text.append(INDENT).append(line).append('\n'));
        }
        ending.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /** Returns the first words of its opening comment, up to the first full stop; empty if there is none. */
    public String about() {
        StringBuilder comment = new StringBuilder();
        for (String line : parts.get(0).preface()) {
            if (!line.startsWith("#")) {
                break;
            }
            comment.append(line.substring(1).strip()).append(' ');
        }
        String text = comment.toString().strip();
        int stop = text.indexOf(". ");
        return stop < 0 ? text.replaceFirst("\\.$", "") : text.substring(0, stop);
    }
}
