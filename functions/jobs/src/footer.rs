//! End of every mail: the reason why its recipient gets it, and where they choose their mails.

use crate::language::{Language, Localized};
use portico_domain::people::{MailCategory, Person};

const OF_ACCESS: Localized = Localized {
    en: "This mail always comes: it is about your access, something that you sent, or work of yours.",
    es: "Este correo llega siempre: trata de su acceso, de algo que usted envió o de un trabajo suyo.",
};
const OF_TICKET: Localized = Localized {
    en: "You get this mail because you opened this ticket or take part in it.",
    es: "Recibe este correo porque abrió este ticket o participa en él.",
};
const OF_WORK: Localized = Localized {
    en: "You get this mail because you work on this ticket, or have worked on it.",
    es: "Recibe este correo porque trabaja en este ticket o ha trabajado en él.",
};
const OF_QUEUE: Localized = Localized {
    en: "You get this mail because you work in the queue of this ticket.",
    es: "Recibe este correo porque trabaja en la cola de este ticket.",
};
const CHOOSE: Localized = Localized { en: "Choose which mails you get", es: "Elegir qué correos recibe" };

/// End of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Footer {
    /// Reason for the mail.
    pub reason: &'static str,
    /// Address of the page with the recipient's preferences; none for a mail that always comes.
    pub preferences: Option<String>,
    /// Label of the link to that page.
    pub choose: &'static str,
}

impl Footer {
    /// The footer of a mail of this kind.
    pub(crate) fn of(category: Option<MailCategory>, to: &Person, language: Language, portal_url: &str) -> Self {
        let reason = match category {
            None => OF_ACCESS,
            Some(
                MailCategory::TicketReceived
                | MailCategory::TicketReplies
                | MailCategory::TicketReminders
                | MailCategory::TicketEnded,
            ) => OF_TICKET,
            Some(MailCategory::DeskAssignments | MailCategory::DeskReplies | MailCategory::DeskDeadlines) => OF_WORK,
            Some(MailCategory::DeskAlarms) => OF_QUEUE,
        };
        let face = category.and_then(|category| {
            let hat = to.hats.iter().find(|hat| MailCategory::of_hat(hat.kind).contains(&category))?;
            Some(hat.kind.name())
        });
        let preferences = face.map(|face| format!("{portal_url}/{face}/profile"));
        Self { reason: reason.text(language), preferences, choose: CHOOSE.text(language) }
    }

    /// The footer of the plain-text part.
    pub(crate) fn text(&self) -> String {
        match &self.preferences {
            Some(page) => format!("{}\n{}: {page}", self.reason, self.choose),
            None => self.reason.to_owned(),
        }
    }
}

/// Color of text on a color of the form `#rrggbb`: white, or black where white has a contrast below 4.5 : 1
/// (WCAG 1.4.3).
pub(crate) fn on_color(color: &str) -> &'static str {
    let channel = |at: usize| {
        let value = color.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).unwrap_or_default();
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
    if 1.05 / (luminance + 0.05) >= 4.5 { "#ffffff" } else { "#000000" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use portico_domain::hats::{HatKind, Role};
    use portico_testing::records;

    fn person(kinds: &[(HatKind, Role)]) -> Person {
        let hats = kinds.iter().map(|(kind, role)| records::hat(*kind, *role)).collect();
        records::person(hats, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn preferences_are_on_the_profile_of_the_hat_that_gets_the_mail() {
        let both = person(&[(HatKind::Employee, Role::Employee), (HatKind::Staff, Role::Agent)]);
        let page = |category| Footer::of(category, &both, Language::English, "https://portal.example").preferences;
        assert_eq!(page(Some(MailCategory::TicketEnded)).as_deref(), Some("https://portal.example/employee/profile"));
        assert_eq!(page(Some(MailCategory::DeskAlarms)).as_deref(), Some("https://portal.example/staff/profile"));
        assert_eq!(page(None), None);
    }

    #[test]
    fn the_text_has_the_reason_and_the_page() {
        let to = person(&[(HatKind::Customer, Role::Member)]);
        let of = |category| Footer::of(category, &to, Language::Spanish, "https://portal.example").text();
        assert_eq!(
            of(Some(MailCategory::TicketReplies)),
            "Recibe este correo porque abrió este ticket o participa en él.\n\
             Elegir qué correos recibe: https://portal.example/customer/profile"
        );
        assert_eq!(of(None), OF_ACCESS.es);
    }

    #[test]
    fn text_can_be_read_on_any_color() {
        for (color, expected) in
            [("#1f5fa8", "#ffffff"), ("#000000", "#ffffff"), ("#ffd400", "#000000"), ("#ffffff", "#000000")]
        {
            assert_eq!(on_color(color), expected, "{color}");
        }
    }
}
