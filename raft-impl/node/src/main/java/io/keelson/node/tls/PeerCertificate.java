package io.keelson.node.tls;

import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** What is wrong with the other end's certificate, in one line that names it. */
final class PeerCertificate {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private PeerCertificate() {}

    /** Returns why the JDK's judgement was what it was, so that the operator need not know how it judges. */
    static String whyNotTrusted(X509Certificate[] chain, TlsFiles files, CertificateException judgement) {
        for (X509Certificate certificate : chain) {
            try {
                certificate.checkValidity();
            } catch (CertificateExpiredException expired) {
                return describe(certificate) + " expired on " + certificate.getNotAfter().toInstant();
            } catch (CertificateNotYetValidException early) {
                return describe(certificate) + " is not valid before " + certificate.getNotBefore().toInstant() + ": check the clocks";
            }
        }
        String message = String.valueOf(judgement.getMessage());
        if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
            return describe(chain[0]) + " is not for the host that was dialled; it names " + names(chain[0]);
        }
        if (message.contains("PKIX")) {
            return describe(chain[0]) + " is not signed by an authority in " + files.trustedCa();
        }
        return describe(chain[0]) + " is refused: " + message;
    }

    /** Returns null if the certificate bears one of the names allowed, or all are; else one line. */
    static String whyNotAllowed(X509Certificate[] chain, TlsFiles files) {
        List<String> names = names(chain[0]);
        boolean allowed = files.allowedNames().isEmpty() || names.stream().anyMatch(files.allowedNames()::contains);
        return allowed ? null : describe(chain[0]) + " bears none of the names allowed; it names " + names;
    }

    private static String describe(X509Certificate certificate) {
        return "the certificate of " + certificate.getSubjectX500Principal().getName();
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (alternative.get(0).equals(DNS_NAME) || alternative.get(0).equals(IP_ADDRESS)) {
                    names.add(alternative.get(1).toString());
                }
            }
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(part.getValue().toString());
                }
            }
        } catch (CertificateParsingException | InvalidNameException malformed) {
            return List.of();
        }
        return names;
    }
}
