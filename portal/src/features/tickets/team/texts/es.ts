/** Words of the team's numbers, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { team as english } from "./en";

export const team: Translation<typeof english> = {
  title: "Equipo",
  lead: "Lo que está abierto y vence, y cuánto tardaron las respuestas y las soluciones esta semana.",
  leadAll:
    "Lo que está abierto y vence en todas las colas, y cuánto tardaron las respuestas y las soluciones esta semana.",
  back: "Equipo",
  by: "Cifras por",
  byQueue: "Por cola",
  byAgent: "Por agente",
  queue: "Cola",
  agent: "Agente",
  nobody: "Nadie todavía",
  totals: "Todas las colas juntas",
  measure: {
    open: "Abiertos",
    due_today: "Vencen hoy",
    overdue: "Fuera de plazo",
    answered: "Primeras respuestas de esta semana",
    solved: "Resueltos esta semana",
  },
  median: "Mediana",
  p90: "Percentil 90",
  answeredMedian: "Primera respuesta, mediana",
  answeredP90: "Primera respuesta, percentil 90",
  solvedMedian: "Solución, mediana",
  solvedP90: "Solución, percentil 90",
  none: "ninguno",
  hours: "{{hours}} h {{minutes}} min",
  minutes: "{{minutes}} min",
  short: "menos de 1 min",
  plot: {
    queue: "Tickets abiertos, que vencen hoy y fuera de plazo, por cola",
    agent: "Tickets abiertos, que vencen hoy y fuera de plazo, por agente",
  },
  table: { queue: "Cifras por cola", agent: "Cifras por agente" },
  listOf: "{{measure}}, {{name}}",
  empty: "No trabaja en ninguna cola",
  emptyText: "Las cifras de sus colas aparecerán aquí cuando trabaje en alguna.",
  asOf: "A las {{time}}.",
  refresh: "Actualizar",
  tooMany:
    "Una cola tiene más tickets de los que se leen a la vez. Las cifras, salvo los tickets abiertos de una cola, solo cuentan los más urgentes.",
  definitions: {
    title: "Qué significan las cifras",
    open: "Tickets que no están cerrados, incluidos los resueltos que aún no se han confirmado.",
    due_today:
      "Tickets abiertos cuyo reloj corre y cuyo próximo plazo, primera respuesta o solución, vence hoy más tarde.",
    overdue: "Tickets abiertos cuyo reloj corre y cuyo próximo plazo ya ha vencido.",
    answered:
      "Tickets que recibieron su primera respuesta desde el lunes. El tiempo son las horas laborables desde la apertura hasta esa respuesta.",
    solved:
      "Tickets resueltos desde el lunes y no reabiertos. El tiempo son horas laborables, sin la espera al solicitante ni las pausas.",
    median:
      "La mitad de los tickets no tardó más que la mediana; nueve de cada diez, no más que el percentil 90.",
    agent: "Un ticket cuenta para el agente que lo tiene ahora y para la cola en la que está.",
    zone: "Los días, las semanas y las horas laborables son los de la empresa, en {{zone}}.",
  },
  tickets: {
    of: "De {{name}}",
    ofNobody: "Sin agente",
    empty: "Ningún ticket",
    emptyText: "Aquí aparecen los tickets que cuenta esta cifra. Cambia mientras la consulta.",
  },
};
