package io.keelson.node.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys in PEM, and says of a file that can't be used what is wrong with it. */
final class PemFiles {
    private static final Pattern PKCS8 = Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private PemFiles() {}

    /** Reads at least one certificate. */
    static List<X509Certificate> certificates(Path file) throws TlsException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(read(file)))) {
                found.add((X509Certificate) certificate);
            }
        } catch (CertificateException malformed) {
            throw new TlsException(file + " holds no certificates in PEM: " + malformed.getMessage(), malformed);
        }
        if (found.isEmpty()) {
            throw new TlsException(file + " holds no certificate: it must begin with -----BEGIN CERTIFICATE-----", null);
        }
        return found;
    }

    /** Reads a private key. */
    static PrivateKey key(Path file) throws TlsException {
        String text = new String(read(file), StandardCharsets.US_ASCII);
        Matcher found = PKCS8.matcher(text);
        if (!found.find()) {
            throw new TlsException(file + (OTHER_KEY.matcher(text).find()
                    ? " holds a key in another form than PKCS#8 without a password; convert it: openssl pkcs8 -topk8 -nocrypt -in " + file
                    : " holds no private key: it must begin with -----BEGIN PRIVATE KEY-----"), null);
        }
        PKCS8EncodedKeySpec encoded;
        try {
            encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1)));
        } catch (IllegalArgumentException malformed) {
            throw new TlsException(file + " holds a private key that is not in base 64: copy it again", malformed);
        }
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException anotherAlgorithm) {
                // The next one may know it.
            } catch (GeneralSecurityException unknown) {
                throw new AssertionError("every JDK has " + algorithm, unknown);
            }
        }
        throw new TlsException(file + " holds a private key that is neither RSA, EC nor Ed25519", null);
    }

    /** Says whether what one signs the other verifies. */
    static boolean belongTogether(PrivateKey key, PublicKey certified) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                };
        try {
            byte[] sample = "keelson".getBytes(StandardCharsets.US_ASCII);
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(sample);
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certified);
            verifying.update(sample);
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException different) {
            return false;
        }
    }

    private static byte[] read(Path file) throws TlsException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new TlsException(file + " does not exist", missing);
        } catch (IOException unreadable) {
            throw new TlsException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
