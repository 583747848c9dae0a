export * from "@/context/session";
