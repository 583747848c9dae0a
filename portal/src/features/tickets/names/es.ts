/** Words of the tickets in the shell and on the home page, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { names as english } from "./en";

export const names: Translation<typeof english> = {
  tickets: "Tickets",
  tickets_request: "Mis solicitudes",
  tickets_short_request: "Solicitudes",
  newTicket: "Nuevo ticket",
  newTicket_request: "Solicitar soporte",
  desk: "Cola",
  team: "Equipo",
  openTicket: "Abrir {{number}}",
  notYours: "no está entre los que puede ver",
  staff_tickets: "Mis tickets y colas",
  my_tickets: "Mis tickets",
  my_tickets_request: "Mis solicitudes",
  company_tickets: "Tickets de la empresa",
  company_tickets_request: "Solicitudes de la empresa",
  submit_ticket: "Enviar un nuevo ticket",
  submit_ticket_request: "Solicitar soporte",
  my_work: "Mi trabajo",
  queue: "Lo más urgente de las colas",
};
