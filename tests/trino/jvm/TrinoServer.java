/** Starts Trino with the configuration that -Dconfig names: all that the missing artifact trino-server-main does. */
public class TrinoServer {
    public static void main(String[] arguments) {
        new io.trino.server.Server().start(arguments[0]);
    }
}
