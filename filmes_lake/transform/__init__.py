"""From Raw to Trusted to Refined: SQL files, the engines that run them, audits, publishing."""
