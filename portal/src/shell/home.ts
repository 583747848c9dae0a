export * from "@/context/home";
