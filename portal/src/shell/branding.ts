export * from "@/context/branding";
