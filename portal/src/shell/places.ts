export * from "@/context/places";
