//! Mails to people about how they sign in and their hats: each goes to its person alone, whatever their preferences.

mod email_change;
mod hats_changed;
mod invitation;
mod password_reset;
mod security_notice;
mod sign_in_code;
