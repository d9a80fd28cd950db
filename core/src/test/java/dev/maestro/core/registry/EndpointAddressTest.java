package dev.maestro.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointAddressTest {
    @ParameterizedTest
    @CsvSource({
        "http://vllm_server:8000/v1, http://vllm_server:8000/v1/models",
        "https://x.example.org/d?api-version=1, https://x.example.org/d/models?api-version=1",
        "HTTP://[::1]:80/v1/, http://[::1]:80/v1/models",
        "http://127.0.0.1, http://127.0.0.1/models"})
    void a_path_goes_before_the_query_of_the_base(String endpoint, String address) {
        assertThat(EndpointAddress.objection(endpoint)).isEmpty();
        assertThat(EndpointAddress.under(endpoint, "/models")).hasToString(address);
    }

    @ParameterizedTest
    @CsvSource({
        "http://h:99999/v1, 99999", "http://h:0/v1, port", "http:///v1, host", "ftp://h/v1, http", "http://a b/v1, no address",
        "http://ann:hunter22@h/v1, credential", "http://h/v1#x, #", "http://h$/v1, host"})
    void an_address_that_can_never_work_is_refused_with_its_reason(String endpoint, String reason) {
        assertThat(EndpointAddress.objection(endpoint)).hasValueSatisfying(
                objection -> assertThat(objection).contains(reason).doesNotContain("hunter22"));
    }
}
