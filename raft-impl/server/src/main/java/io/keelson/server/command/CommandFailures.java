package io.keelson.server.command;

import io.grpc.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/** Says in one line, to somebody who knows neither gRPC nor the JDK, why a command could not do its work, and what to do about it. */
final class CommandFailures {
    private static final String SERVERS_PREFIX = "^etcdserver: ";
    private static final String DISK_FULL = "No space left on device";

    private CommandFailures() {}

    /**
     * Why a file can't be used.
     *
     * @param file what the command was about; the failure may name another, and is told of that one then
     */
    static String ofFile(Path file, IOException failure) {
        String name = failure instanceof FileSystemException named && named.getFile() != null ? named.getFile() : file.toString();
        if (DISK_FULL.equals(reason(failure))) {
            return "the disk of " + name + " is full; make room on it, or choose another";
        }
        return switch (failure) {
            case NoSuchFileException missing -> missing(Path.of(name));
            case AccessDeniedException denied -> name + " is not for this user to use: permission denied; choose another place, or run as its owner";
            case NotDirectoryException noDirectory -> name + " is a file, not a directory; choose another place";
            case FileAlreadyExistsException inTheWay -> name + " is a file, not a directory; choose another place";
            case FileSystemException other -> name + " can't be used: " + reason(other);
            default -> failure.getMessage() == null ? file + " can't be used: " + failure : failure.getMessage();
        };
    }

    private static String missing(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return directory != null && !Files.isDirectory(directory) ? "there is no directory " + directory + "; make it, or choose another" : "there is no file " + file;
    }

    private static String reason(IOException failure) {
        String reason = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }

    /** Why a member did not answer as it should. */
    static String ofCall(String endpoint, Status status) {
        return switch (status.getCode()) {
            case DEADLINE_EXCEEDED -> endpoint + " has not answered in time; ask again, or another member with --endpoint";
            case UNIMPLEMENTED -> endpoint + " does not know this request; is it the client address of a member, and of this version?";
            case UNAVAILABLE -> status.getCause() == null && !isBroken(status) ? endpoint + ": " + said(status) : ofConnection(endpoint, status);
            case UNKNOWN, INTERNAL -> status.getCause() == null && !isBroken(status) ? said(status) : ofConnection(endpoint, status);
            default -> said(status);
        };
    }

    /** Says whether it is the transport that speaks, not the member. */
    private static boolean isBroken(Status status) {
        String text = said(status);
        return text.startsWith("io exception") || text.startsWith("http2 exception") || text.startsWith("Network closed") || text.startsWith("HTTP status code");
    }

    private static String said(Status status) {
        return status.getDescription() == null ? status.getCode().toString() : status.getDescription().lines().findFirst().orElse("").replaceFirst(SERVERS_PREFIX, "");
    }

    private static String ofConnection(String endpoint, Status status) {
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException unknown -> {
                    return "the host of " + endpoint + " is unknown; correct --endpoint";
                }
                case ConnectException refused -> {
                    return "nobody listens at " + endpoint + "; start the member, or name another with --endpoint";
                }
                case SSLException tls -> {
                    return "no TLS with " + endpoint + ": " + tls.getMessage() + "; check --cacert, --cert and --key, and whether the member has TLS at all";
                }
                default -> {
                    // What is behind it says more.
                }
            }
        }
        return endpoint + " hangs up, or is no gRPC server; is it a member's client address, and does it want TLS (--cacert)?";
    }
}
