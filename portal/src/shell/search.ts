export * from "@/features/jobs/search";
export * from "@/features/knowledge/search";
export * from "@/features/people/search";
export * from "@/features/tickets/search";
export * from "@/features/touches/search";
