package io.keelson.node.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What the files held at one moment. Immutable.
 *
 * @param alias names this reading of them, unlike any other's
 * @param stamps tell whether a file has changed since
 * @param chain this end's certificate first
 * @param key belongs to the certificate
 * @param trust judges the other end by the trusted authorities; null if there are none
 */
record TlsMaterial(String alias, List<String> stamps, List<X509Certificate> chain, PrivateKey key, X509ExtendedTrustManager trust) {
    /** Reads the files; the stamps are taken first, so that a change in between is noticed the next time. */
    static TlsMaterial read(TlsFiles files, String alias) throws TlsException {
        List<String> stamps = stamps(files);
        List<X509Certificate> chain = PemFiles.certificates(files.certificate());
        PrivateKey key = PemFiles.key(files.key());
        if (!PemFiles.belongTogether(key, chain.getFirst().getPublicKey())) {
            throw new TlsException("the key in " + files.key() + " is not that of the certificate in " + files.certificate(), null);
        }
        return new TlsMaterial(alias, stamps, chain, key, files.trustedCa() == null ? null : trust(files.trustedCa()));
    }

    private static X509ExtendedTrustManager trust(Path trustedCa) throws TlsException {
        List<X509Certificate> authorities = PemFiles.certificates(trustedCa);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("ca-" + i, authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
            throw new AssertionError("every JDK's PKIX judges certificates");
        } catch (GeneralSecurityException | IOException failed) {
            throw new TlsException(trustedCa + " cannot be used: " + failed.getMessage(), failed);
        }
    }

    /** Size and time of last change of each file; of a file that can't be looked at, that. */
    static List<String> stamps(TlsFiles files) {
        List<String> stamps = new ArrayList<>();
        stamps.add(stamp(files.certificate()));
        stamps.add(stamp(files.key()));
        stamps.add(files.trustedCa() == null ? "" : stamp(files.trustedCa()));
        return stamps;
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return found.size() + " " + found.lastModifiedTime().toInstant() + " " + found.fileKey();
        } catch (IOException missing) {
            return "missing";
        }
    }
}
