package org.guildhall.site;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guildhall.admission.Allowance;
import org.guildhall.admission.Lacking;
import org.guildhall.admission.Privilege;
import org.guildhall.admission.Thresholds;
import org.guildhall.site.page.JtelackingGenerated;
import org.guildhall.site.page.JteprivilegesGenerated;
import org.guildhall.site.text.Texts;
import org.guildhall.site.view.PrivilegeRow;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.web.Reply;

/** What members may do at this node and the points it takes, for everybody; and what a member is told who lacks them. */
final class PrivilegePages {
    private final Site site;

    PrivilegePages(Site site) {
        this.site = site;
    }

    Reply privileges(Visit visit) throws SQLException {
        Optional<Allowance> allowance = visit.allowance();
        Thresholds thresholds = allowance.isPresent() ? allowance.get().thresholds() : site.read(Thresholds::read);
        List<PrivilegeRow> rows = new ArrayList<>();
        for (Privilege privilege : Privilege.values()) {
            rows.add(new PrivilegeRow(
                    privilege.label(),
                    PrivilegeWords.of(visit.texts(), privilege),
                    PrivilegeWords.meaning(visit.texts(), privilege),
                    needed(visit.texts(), thresholds.of(privilege)),
                    allowance.map(known -> known.may(privilege)).orElse(false)));
        }
        String yours = allowance
                .map(known -> visit.texts().count("privilege.yours", known.points()))
                .orElse("");
        String path = visit.memberKey()
                .map(member -> SiteAddress.standing(member, ""))
                .orElse("");
        Shell shell = visit.shell(visit.t("privilege.title"), Section.NONE);
        return Reply.page(out -> JteprivilegesGenerated.render(out, null, shell, rows, yours, path));
    }

    private static String needed(Texts texts, long points) {
        if (points == Thresholds.NEVER) {
            return texts.t("privilege.moderatorsOnly");
        }
        return points == 0 ? texts.t("privilege.everybody") : texts.count("privilege.points", points);
    }

    /** The page instead of the one that was asked for. */
    static Reply lacking(Visit visit, Lacking lacking) throws SQLException {
        String words = PrivilegeWords.of(visit.texts(), lacking);
        Shell shell = visit.shell(visit.t("privilege.notYet"), Section.NONE, false);
        return Reply.page(
                403, out -> JtelackingGenerated.render(out, null, shell, words, address(lacking.privilege())));
    }

    /** Where a privilege is explained. */
    static String address(Privilege privilege) {
        return "/privileges#" + privilege.label();
    }
}
