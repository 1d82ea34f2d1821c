package org.guildhall.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** See {@link EachDatabase}. */
final class EachDatabaseExtension implements TestTemplateInvocationContextProvider {

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return Stream.of(new Invocation("H2"), new Invocation("PostgreSQL"));
    }

    private record Invocation(String name) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int index) {
            return name;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new Fresh(name.equals("H2")));
        }
    }

    private static final class Fresh implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
        private final boolean embedded;
        private FreshDatabase fresh;
        private Database open;

        Fresh(boolean embedded) {
            this.embedded = embedded;
        }

        @Override
        public void beforeEach(ExtensionContext context) throws Exception {
            if (embedded) {
                fresh = FreshDatabase.onH2();
            } else {
                if (!PostgresServer.runsHere()) {
                    System.err.println("SKIPPED on PostgreSQL (its binaries are for Linux on x86-64): "
                            + context.getRequiredTestClass().getSimpleName() + "."
                            + context.getRequiredTestMethod().getName());
                }
                assumeTrue(PostgresServer.runsHere(), "PostgreSQL's embedded binaries are for Linux on x86-64");
                fresh = FreshDatabase.onPostgres(PostgresServer.ofThisRun(context));
            }
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            return type == Database.class || type == DatabaseLocation.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            if (parameter.getParameter().getType() == DatabaseLocation.class) {
                return fresh.location();
            }
            try {
                if (open == null) {
                    open = Database.open(fresh.location());
                }
                return open;
            } catch (DatabaseRefused e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void afterEach(ExtensionContext context) throws Exception {
            if (open != null) {
                open.close();
            }
            if (fresh != null) {
                fresh.close();
            }
        }
    }
}
